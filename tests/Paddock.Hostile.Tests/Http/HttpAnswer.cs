using System.Globalization;
using System.Text;

namespace Paddock.Hostile.Tests.Http;

/// <summary>One answer, read strictly: what a careful client would take, and nothing else.</summary>
internal sealed record HttpAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Takes a stream of answers apart.</summary>
    /// <param name="bytes">All that came.</param>
    /// <param name="withoutBody">True when a HEAD was among the requests, so that a length may stand for no body.</param>
    public static List<HttpAnswer> ReadAll(byte[] bytes, bool withoutBody)
    {
        List<HttpAnswer> answers = [];
        for (var at = 0; at < bytes.Length;)
        {
            answers.Add(Read(bytes, ref at, withoutBody));
        }

        return answers;
    }

    /// <summary>True when at least one answer is there, and none is only begun.</summary>
    public static bool IsWhole(byte[] bytes)
    {
        try
        {
            return ReadAll(bytes, withoutBody: false).Any(static answer => answer.Status >= 200);
        }
        catch (ShouldAssertException)
        {
            return false;
        }
    }

    private static HttpAnswer Read(byte[] bytes, ref int at, bool withoutBody)
    {
        var end = bytes.AsSpan(at).IndexOf("\r\n\r\n"u8);
        end.ShouldBeGreaterThanOrEqualTo(0, $"an answer without an end to its headers: {Encoding.Latin1.GetString(bytes, at, Math.Min(500, bytes.Length - at))}");
        var lines = Encoding.Latin1.GetString(bytes, at, end).Split("\r\n");
        at += end + 4;
        lines[0].ShouldMatch("^HTTP/1\\.[01] [1-5][0-9][0-9] ");
        var status = int.Parse(lines[0].AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            line.ShouldMatch("^[A-Za-z-]+: [\\x20-\\x7e]*$");
            headers.TryAdd(line.Split(": ", 2)[0], line.Split(": ", 2)[1]).ShouldBeTrue($"{line} comes twice");
        }

        if (status < 200)
        {
            return new HttpAnswer(status, headers, []);
        }

        headers.ShouldNotContainKey("Transfer-Encoding");
        headers.ShouldContainKey("Content-Length", lines[0]);
        var length = int.Parse(headers["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture);
        if (withoutBody && (at == bytes.Length || bytes.AsSpan(at).StartsWith("HTTP/1."u8)))
        {
            length = 0;
        }

        (bytes.Length - at).ShouldBeGreaterThanOrEqualTo(length, $"{lines[0]} was cut off");
        var body = bytes[at..(at + length)];
        at += length;
        return new HttpAnswer(status, headers, body);
    }
}
