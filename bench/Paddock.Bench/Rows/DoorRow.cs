using System.Text;
using System.Text.Json;

namespace Paddock.Bench.Rows;

/// <summary>
/// The same https requests by the same Python function, once in a cell through the egress door and once in a bare python3 straight to the host:
/// each on a connection of its own, and all on one. The function times each request itself, so that neither start nor job is counted.
/// </summary>
internal sealed class DoorRow(BenchOptions options) : Row, IDisposable
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

    private readonly DoorUpstream _upstream = new();
    private readonly Samples _direct = new();
    private readonly Samples _door = new();
    private readonly Samples _directKept = new();
    private readonly Samples _doorKept = new();
    private BenchServer? _server;

    public override string Name => "door";

    public override IReadOnlyList<string> Variables => _upstream.Variables;

    public override IEnumerable<Line> Lines =>
    [
        Line.OfTimes(Name, "direct", "https, direct", _direct),
        Line.OfTimes(Name, "door", "https, through the door", _door),
        Line.OfTimes(Name, "direct_kept", "https on one connection, direct", _directKept),
        Line.OfTimes(Name, "door_kept", "the same, through the door", _doorKept),
    ];

    public override IEnumerable<Target> Targets =>
    [
        new(Name, "https through the door: p50", _door.Percentile(50), "ms", 1.5) { Compared = Comparison.MoreThanBaseline, Beside = new("direct", _direct.Percentile(50)) },
    ];

    public override void Prepare(BenchServer server, CancellationToken cancellationToken) => _server = server;

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        Add(Bare(), _direct, _directKept);
        Add(Caged(), _door, _doorKept);
    }

    public void Dispose() => _upstream.Dispose();

    private string Caged()
    {
        var body = $$$"""{"language":"python","code":{{{JsonSerializer.Serialize(Code)}}},"input":{{{Input(null, 443, null)}}},"http":{"allow":[{"host":"{{{DoorUpstream.Host}}}"}]},"limits":{"execution_timeout":60}}""";
        var status = _server!.Call("POST", "/v1/execute-function", body, TimeSpan.FromSeconds(70), out var answer);
        using var document = JsonDocument.Parse(answer);
        return status == 200 && document.RootElement.GetProperty("output_status").ValueEquals("valid"u8)
            ? document.RootElement.GetProperty("output").GetRawText()
            : throw new BenchException($"the requests through the door failed: {Encoding.UTF8.GetString(answer)}");
    }

    private string Bare()
    {
        var output = Path.Combine(options.Logs, "bench-door.json");
        var program = $"import json, sys\n{Code}\nprint(json.dumps(execute(json.loads(sys.argv[1]))))";
        var status = ChildProcess.Start(
            ["/usr/bin/python3.11", "-I", "-c", program, Input("127.0.0.1", _upstream.Port, _upstream.CertificateFile)], ChildProcess.PlainEnvironment, output).Wait();
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
