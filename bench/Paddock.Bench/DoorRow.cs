using System.Text;
using System.Text.Json;

namespace Paddock.Bench;

/// <summary>
/// The same https requests by the same Python function, once in a cell through the egress door and once in a bare python3 straight to the host:
/// each on a connection of its own, and all on one. The function times each request itself, so that neither start nor job is counted.
/// </summary>
internal sealed class DoorRow(DoorUpstream upstream, BenchServer server)
{
    private const int Requests = 40;

    private const string Code = """
        import http.client, socket, ssl, time
        def execute(input):
            context = ssl.create_default_context(cafile=input["authority"])
            def connect():
                connection = http.client.HTTPSConnection(input["host"], input["port"], context=context, timeout=20)
                if input["address"]:
                    connection._create_connection = lambda name, *rest: socket.create_connection((input["address"], input["port"]), 20)
                return connection
            def once(connection):
                connection.request("GET", "/")
                answer = connection.getresponse().read()
                if answer != b"ok":
                    raise ValueError(answer)
            def timed(work, *arguments):
                began = time.perf_counter()
                work(*arguments)
                return (time.perf_counter() - began) * 1000
            def whole():
                connection = connect()
                once(connection)
                connection.close()
            whole()
            alone = [timed(whole) for i in range(input["requests"])]
            kept = connect()
            once(kept)
            return [alone, [timed(once, kept) for i in range(input["requests"])]]
        """;

    public Samples Direct { get; } = new();

    public Samples Door { get; } = new();

    public Samples DirectKept { get; } = new();

    public Samples DoorKept { get; } = new();

    /// <summary>One round of each, one after the other.</summary>
    public void Measure(string folder)
    {
        Add(Bare(folder), Direct, DirectKept);
        Add(Caged(), Door, DoorKept);
    }

    private string Caged()
    {
        var body = $$$"""{"language":"python","code":{{{JsonSerializer.Serialize(Code)}}},"input":{{{Input(null, 443, null)}}},"http":{"allow":[{"host":"{{{DoorUpstream.Host}}}"}]},"limits":{"execution_timeout":60}}""";
        using var connection = new LoopbackConnection(server.Port, TimeSpan.FromSeconds(70));
        var status = connection.Exchange(
            Encoding.UTF8.GetBytes(
                $"POST /v1/execute-function HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nAuthorization: Bearer {server.Key}\r\n"
                + $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"),
            out var answer);
        using var document = JsonDocument.Parse(answer.ToArray());
        return status == 200 && document.RootElement.GetProperty("output_status").ValueEquals("valid"u8)
            ? document.RootElement.GetProperty("output").GetRawText()
            : throw new BenchException($"the requests through the door failed: {Encoding.UTF8.GetString(answer)}");
    }

    private string Bare(string folder)
    {
        var output = Path.Combine(folder, "bench-door.json");
        var program = $"import json, sys\n{Code}\nprint(json.dumps(execute(json.loads(sys.argv[1]))))";
        var status = ChildProcess.Start(
            ["/usr/bin/python3.11", "-I", "-c", program, Input("127.0.0.1", upstream.Port, upstream.CertificateFile)], ChildProcess.PlainEnvironment, output).Wait();
        var text = File.ReadAllText(output);
        return status == 0 ? text : throw new BenchException($"the direct requests failed: {text}");
    }

    private static string Input(string? address, int port, string? authority) =>
        JsonSerializer.Serialize(new Dictionary<string, object?> { ["host"] = DoorUpstream.Host, ["address"] = address, ["port"] = port, ["authority"] = authority, ["requests"] = Requests });

    private static void Add(string json, Samples alone, Samples kept)
    {
        using var document = JsonDocument.Parse(json);
        alone.AddRange(document.RootElement[0].EnumerateArray().Select(static time => time.GetDouble()));
        kept.AddRange(document.RootElement[1].EnumerateArray().Select(static time => time.GetDouble()));
    }
}
