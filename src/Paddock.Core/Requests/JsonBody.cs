using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Paddock.Core.Executions;

namespace Paddock.Core.Requests;

/// <summary>Turns the bytes of a body into a JSON object, or says where it stops being one.</summary>
internal static class JsonBody
{
    // The object that holds the input is one level itself.
    private const int OwnDepth = 1;

    // Enough for the longest of the parser's own sentences.
    private const int MaxReason = 200;

    private static readonly byte[] _byteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>Reads <paramref name="body"/>; null and its members when all is well.</summary>
    /// <param name="body">UTF-8 JSON, with or without a byte order mark.</param>
    /// <param name="maxInputDepth">How deep a member may be nested.</param>
    /// <param name="shape">What may be in it.</param>
    /// <param name="members">What is in it; good until disposed of.</param>
    public static Rejection? Parse(ReadOnlyMemory<byte> body, int maxInputDepth, BodyShape shape, out RequestMembers? members)
    {
        members = null;
        if (body.Span.StartsWith(_byteOrderMark))
        {
            body = body[_byteOrderMark.Length..];
        }

        if (!Utf8.IsValid(body.Span))
        {
            return Rejection.Invalid($"the body is not valid UTF-8 ({PositionOf(body.Span, FirstInvalid(body.Span))}); send JSON encoded as UTF-8");
        }

        if (body.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return Rejection.Invalid($"the body is empty; send a JSON object with {shape.Wanted}");
        }

        BodyScan scan;
        try
        {
            scan = BodyScan.Read(body.Span, shape, maxInputDepth + OwnDepth);
        }
        catch (JsonException e)
        {
            return Rejection.Invalid(Explain(body.Span, maxInputDepth, e));
        }

        if (scan.Root != JsonTokenType.StartObject)
        {
            return Rejection.Invalid($"the body must be a JSON object with {shape.Wanted}, not {Show.Kind(scan.Root)}");
        }

        if (scan.Overfull is { } name)
        {
            return Rejection.Invalid($"{name} holds too many values; send data as input or stdin, or as the contents of files");
        }

        members = RequestMembers.Read(body, scan, maxInputDepth + OwnDepth);
        return null;
    }

    private static string Explain(ReadOnlySpan<byte> body, int maxInputDepth, JsonException error)
    {
        string position = Position((error.LineNumber ?? 0) + 1, (error.BytePositionInLine ?? 0) + 1);
        return Examine(body, maxInputDepth + OwnDepth) switch
        {
            Defect.TooDeep => string.Create(
                CultureInfo.InvariantCulture,
                $"the body is nested too deep ({position}): at most {maxInputDepth} levels within a field ({ExecutionsOptions.Setting(nameof(ExecutionsOptions.MaxInputDepth))})"),
            Defect.Incomplete => $"the body is not valid JSON ({position}): it ends before the JSON is complete",
            _ => $"the body is not valid JSON ({position}): {FirstSentence(error.Message)}",
        };
    }

    /// <summary>The first sentence says what is wrong; the rest repeats the position or speaks of .NET. It may quote all of the rest of the body.</summary>
    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        return Show.Shorten(end < 0 ? message : message[..end], MaxReason);
    }

    /// <summary>Reads a refused body once more to learn what the parser does not tell apart.</summary>
    private static Defect Examine(ReadOnlySpan<byte> body, int maxDepth)
    {
        // Not the final block: what is missing at the end is no error yet.
        Utf8JsonReader reader = new(body, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = maxDepth + 1 }));
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && reader.CurrentDepth >= maxDepth)
                {
                    return Defect.TooDeep;
                }
            }

            return Defect.Incomplete;
        }
        catch (JsonException)
        {
            return Defect.Malformed;
        }
    }

    private static int FirstInvalid(ReadOnlySpan<byte> body)
    {
        int offset = 0;
        while (offset < body.Length && Rune.DecodeFromUtf8(body[offset..], out _, out int length) == OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }

    private static string PositionOf(ReadOnlySpan<byte> body, int offset) =>
        Position(body[..offset].Count((byte)'\n') + 1, offset - body[..offset].LastIndexOf((byte)'\n'));

    private static string Position(long line, long position) =>
        string.Create(CultureInfo.InvariantCulture, $"line {line}, byte {position}");

    private enum Defect
    {
        Malformed,
        Incomplete,
        TooDeep,
    }
}
