using System.Globalization;
using System.Text;
using Paddock.Hostile.Tests.Fuzzing;
using Paddock.TestKit.Hosting;

namespace Paddock.Hostile.Tests.Http;

/// <summary>Makes what a hostile client sends: whole requests with a hostile body, and requests that are hostile themselves.</summary>
internal static class WireGenerator
{
    private static readonly string[] _targets =
    [
        "/v1/execute-function", "/v1/execute-function", "/v1/execute-function", "/health", "/", "*", "//", "/v1/execute", "/v1/execute-function/", "/V1/EXECUTE-FUNCTION",
        "/v1/tools", "/v1/tools?limit=1", "/v1/tools/01JC0NF0RMANCE000000000001", "/v1/tools/01JC0NF0RMANCE000000000001/execute", "/v1/tools/%00", "/v1/secrets", "/v1/secrets/x",
        "/v1/runtimes", "/v1/runtimes?limit=1", "/v1/runtimes/x", "/v1/runtimes/01JC0NF0RMANCE000000000001/revisions", "/v1/runtimes/01JC0NF0RMANCE000000000001/revisions/%00",
        "/v1/runtimes/x/revisions/01JC0NF0RMANCE000000000001/log", "/v1/runtimes/01JC0NF0RMANCE000000000001/revisions/01JC0NF0RMANCE000000000002/cancel",
        "/v1/executions?limit=2&only_non_zero_exit_codes=true", "/v1/executions?limit=%31&starting_after=%ff", "/v1/executions/x", "/openapi.json",
        "/v1/execute-function?a=b", "/v1/%65xecute-function", "/v1/..%2f..%2fetc/passwd", "/health/../v1/execute-function", "/%00", "/\u0001", "/%ff%fe", "/a b", "",
        "http://127.0.0.1/health", "http://evil.example/v1/execute-function", "https://x/health", "127.0.0.1:80", "/" + new string('a', 9000), "/" + new string('%', 100), "/health#x",
    ];

    private static readonly string[] _methods = ["POST", "POST", "POST", "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "PRI", "get", "", "G\u0000T", new('M', 200)];

    private static readonly string[] _versions = ["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/1.2", "HTTP/9999", "http/1.1", "HTTP/1.1 ", "", "XYZ"];

    private static readonly string[] _headers =
    [
        "Host: 127.0.0.1", "Host: a\r\nHost: b", "Host: ", "Host: a b", "Content-Type: text/plain", "Content-Type: application/json; charset=utf-16", "Content-Encoding: gzip",
        "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked, identity", "Transfer-Encoding: \u000bchunked", "Content-Length: 0",
        "Content-Length: 5", "Content-Length: -1", "Content-Length: +5", "Content-Length: 99999999999999999999", "Content-Length: 67108865", "Content-Length: 67108864", "Content-Length: 1,1",
        "Content-Length: 0x10", "Content-Length: 5\r\nContent-Length: 6", "Expect: 100-continue", "Expect: 200-maybe", "Connection: upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
        "Upgrade: websocket", "Connection: close", "Connection: keep-alive", "Authorization: Bearer wrong", "Authorization: Basic YTpi", "Authorization: Bearer", "Authorization:",
        " folded: yes", "no colon", ": nothing", "X\u0000: y", "X: \u0000", "X: \u00ff\u00fe", "X : y", "Cookie: " + new string('c', 5000), "X-Long: " + new string('x', 40_000),
        "Range: bytes=0-1", "If-None-Match: *", "X-HTTP-Method-Override: DELETE", "X-Forwarded-For: 1.2.3.4", "X-Forwarded-Proto: https", "Accept: \"", "Trailer: X", "TE: trailers",
    ];

    private static readonly byte[][] _pieces =
        [.. new[] { "\r\n", "\r\n\r\n", "\r", "\n", "\0", ":", " ", "0\r\n\r\n", "ffffffff\r\n", "GET /health HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u0016\u0003\u0001" }.Select(Encoding.Latin1.GetBytes)];

    public static Script Generate(Random random, Corpus corpus) => random.Next(10) switch
    {
        < 5 => Whole(random),
        < 6 => new Script([.. Enumerable.Range(0, 2 + random.Next(4)).Select(_ => new Step("send", Odd(random))), Wait(random)]),
        < 8 => Cut(random, Odd(random)),
        8 when !corpus.IsEmpty => Changed(random, corpus.Pick(random)),
        _ => Cut(random, ByteMutator.Mutate(random, Odd(random), _pieces)),
    };

    /// <summary>One request in order, whose body alone is hostile: there is one answer, and the contract says which.</summary>
    private static Script Whole(Random random)
    {
        var body = BodyGenerator.Body(random);
        var request = random.Next(4) > 0
            ? Join($"POST /v1/execute-function HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {ServerSettings.Key}\r\nContent-Length: {body.Length}\r\n\r\n", body)
            : Join($"POST /v1/execute-function HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {ServerSettings.Key}\r\nTransfer-Encoding: chunked\r\n\r\n", Chunked(random, body));
        return new Script([new Step("whole", body), .. Cut(random, request).Steps.Where(static step => step.Op == "send"), new Step("wait", 30_000)]);
    }

    /// <summary>One request of which nothing need be in order.</summary>
    private static byte[] Odd(Random random)
    {
        var body = random.Next(3) == 0 ? [] : BodyGenerator.Body(random);
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{random.Any(_methods)} {random.Any(_targets)} {random.Any(_versions)}\r\n");
        head.Append(random.Next(8) > 0 ? "Host: a\r\n" : "").Append(random.Next(6) > 0 ? $"Authorization: Bearer {ServerSettings.Key}\r\n" : "");
        var framing = random.Next(5);
        head.Append(framing switch { < 3 => $"Content-Length: {body.Length + (random.Next(5) == 0 ? random.Next(-3, 4) : 0)}\r\n", 3 => "Transfer-Encoding: chunked\r\n", _ => "" });
        for (var more = random.Next(3); more > 0; more--)
        {
            head.Append(random.Any(_headers)).Append("\r\n");
        }

        if (random.Next(60) == 0)
        {
            head.Append(string.Concat(Enumerable.Range(0, 150).Select(static i => string.Create(CultureInfo.InvariantCulture, $"X-{i}: {i}\r\n"))));
        }

        return Join(head.Append("\r\n").ToString(), framing == 3 ? Chunked(random, body) : body);
    }

    private static byte[] Chunked(Random random, byte[] body)
    {
        using var chunks = new MemoryStream();
        for (var at = 0; at < body.Length;)
        {
            var length = Math.Min(body.Length - at, 1 + random.Next(100_000));
            chunks.Write(Join($"{length:x}{(random.Next(10) == 0 ? ";ext=\"1\"" : "")}\r\n", body[at..(at + length)]));
            chunks.Write("\r\n"u8);
            at += length;
        }

        chunks.Write("0\r\n\r\n"u8);
        return chunks.ToArray();
    }

    /// <summary>In pieces, with pauses, and ended in one of many ways.</summary>
    private static Script Cut(Random random, byte[] data)
    {
        List<Step> steps = [];
        var pieces = random.Next(3) == 0 ? 2 + random.Next(4) : 1;
        for (int at = 0, piece = 1; at < data.Length; piece++)
        {
            var length = piece == pieces ? data.Length - at : Math.Min(data.Length - at, 1 + random.Next(data.Length));
            steps.Add(new Step("send", data[at..(at + length)]));
            at += length;
            if (at < data.Length && random.Next(3) == 0)
            {
                steps.Add(new Step("pause"));
            }
        }

        steps.Add(random.Next(12) switch { 0 => new Step("fin"), 1 => new Step("reset"), 2 => new Step("end"), _ => Wait(random) });
        return new Script(steps);
    }

    private static Script Changed(Random random, Script script) => new([.. script.Steps
        .Where(static step => step.Op != "whole")
        .Select(step => step.Op == "send" && random.Next(2) == 0 ? step with { Data = ByteMutator.Mutate(random, step.Data, _pieces) } : step with { Number = Math.Min(step.Number, 100) })]);

    /// <summary>Mostly short: half a request is never answered, and we then say that no more comes. Now and then long enough to see who ends a dawdler.</summary>
    private static Step Wait(Random random) => new("wait", random.Next(300) == 0 ? 25_000 : 60);

    private static byte[] Join(FormattableString head, byte[] body) => Join(head.ToString(CultureInfo.InvariantCulture), body);

    private static byte[] Join(string head, byte[] body) => [.. Encoding.Latin1.GetBytes(head), .. body];
}
