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

    public static Rejection? Parse(ReadOnlyMemory<byte> body, int maxInputDepth, out JsonDocument? document)
    {
        document = null;
        if (!Utf8.IsValid(body.Span))
        {
            return Rejection.Invalid($"the body is not valid UTF-8 ({PositionOf(body.Span, FirstInvalid(body.Span))}); send JSON encoded as UTF-8");
        }

        if (body.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return Rejection.Invalid("the body is empty; send a JSON object with language and code");
        }

        try
        {
            document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = maxInputDepth + OwnDepth });
        }
        catch (JsonException e)
        {
            return Rejection.Invalid(Explain(body.Span, maxInputDepth, e));
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return null;
        }

        string kind = Show.Kind(document.RootElement);
        document.Dispose();
        document = null;
        return Rejection.Invalid($"the body must be a JSON object with language and code, not {kind}");
    }

    private static string Explain(ReadOnlySpan<byte> body, int maxInputDepth, JsonException error)
    {
        string position = Position((error.LineNumber ?? 0) + 1, (error.BytePositionInLine ?? 0) + 1);
        if (IsTooDeep(body, maxInputDepth + OwnDepth))
        {
            string setting = ExecutionsOptions.Setting(nameof(ExecutionsOptions.MaxInputDepth));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the body is nested too deep ({position}): at most {maxInputDepth} levels within a field ({setting})");
        }

        // The first sentence says what is wrong; the rest repeats the position or speaks of .NET.
        int end = error.Message.IndexOf(". ", StringComparison.Ordinal);
        return $"the body is not valid JSON ({position}): {(end < 0 ? error.Message : error.Message[..end])}";
    }

    private static bool IsTooDeep(ReadOnlySpan<byte> body, int maxDepth)
    {
        Utf8JsonReader reader = new(body, new JsonReaderOptions { MaxDepth = maxDepth + 1 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && reader.CurrentDepth >= maxDepth)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // Broken before it was too deep.
        }

        return false;
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
}
