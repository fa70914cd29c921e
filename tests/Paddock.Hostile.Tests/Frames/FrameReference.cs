using Paddock.Hostile.Tests.Json;

namespace Paddock.Hostile.Tests.Frames;

/// <summary>docs/protocols/cell.md read off the page: what becomes of all that a cell ever sent on its job socket.</summary>
internal static class FrameReference
{
    private const int HeaderSize = 5;
    private const int PayloadHeaderSize = 5;
    private const int MaxDepth = 1000;

    /// <param name="Kind">"more" when the frame is not whole, "broken", "large", or "whole".</param>
    /// <param name="Payload">Of a whole frame.</param>
    public sealed record Frame(string Kind, byte[] Payload);

    /// <param name="Status">0 to 2.</param>
    /// <param name="ExitCode">0 to 255.</param>
    /// <param name="Output">JSON, or nothing for null.</param>
    public sealed record Result(int Status, int ExitCode, byte[] Output);

    public static Frame Decode(byte[] sent, long maxPayload)
    {
        if (sent.Length < HeaderSize)
        {
            return new Frame("more", []);
        }

        var length = sent[0] + (sent[1] * 256L) + (sent[2] * 65536L) + (sent[3] * 16777216L);
        var kind = sent[4] != 2 ? "broken" : length > maxPayload ? "large" : sent.Length - HeaderSize < length ? "more" : "whole";
        return new Frame(kind, kind == "whole" ? sent[HeaderSize..(HeaderSize + (int)length)] : []);
    }

    /// <summary>Null when it is no result.</summary>
    public static Result? Read(byte[] payload)
    {
        if (payload.Length < PayloadHeaderSize || payload[0] > 2)
        {
            return null;
        }

        var output = payload[PayloadHeaderSize..];
        var fine = output.Length == 0 || (payload[0] == 0 && JsonReference.IsValue(output, MaxDepth));
        return fine ? new Result(payload[0], payload[1], output) : null;
    }
}
