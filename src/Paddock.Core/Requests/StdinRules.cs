using System.Text.Json;
using Paddock.Core.Executions;

namespace Paddock.Core.Requests;

/// <summary>Rules for <c>stdin</c>.</summary>
internal static class StdinRules
{
    private const int Quotes = 2;

    /// <summary>Reads what stands in the body: a part of it where nothing is escaped, else a copy.</summary>
    public static Rejection? Read(ReadOnlyMemory<byte> text, ExecutionsOptions options, out ReadOnlyMemory<byte> stdin)
    {
        stdin = default;
        if (text.IsEmpty)
        {
            return null;
        }

        Utf8JsonReader reader = new(text.Span);
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String when reader.ValueIsEscaped:
                byte[] bytes = new byte[text.Length - Quotes];
                if (!TryCopy(in reader, bytes, out int length))
                {
                    return Rejection.Invalid("stdin holds half of a surrogate pair (such as \\ud800), which is no text; send both halves or leave it out");
                }

                stdin = bytes.AsMemory(0, length);
                break;
            case JsonTokenType.String:
                stdin = text[1..^1];
                break;
            default:
                return Rejection.Invalid($"stdin must be a string, not {Show.Kind(reader.TokenType)}");
        }

        return stdin.Length <= options.MaxStdinBytes ? null : Rejection.Invalid(
            $"stdin has {stdin.Length} bytes, but at most {options.MaxStdinBytes} are allowed; send less, or send it as files, or raise {ExecutionsOptions.Setting(nameof(options.MaxStdinBytes))} on the server");
    }

    private static bool TryCopy(in Utf8JsonReader reader, byte[] bytes, out int length)
    {
        try
        {
            length = reader.CopyString(bytes);
            return true;
        }
        catch (InvalidOperationException)
        {
            // The BCL offers no way to ask first; the whole body is valid UTF-8, so an escaped lone surrogate is all that is left.
            length = 0;
            return false;
        }
    }
}
