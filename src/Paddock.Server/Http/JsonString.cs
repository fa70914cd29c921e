using System.Buffers;

namespace Paddock.Server.Http;

/// <summary>
/// Writes valid UTF-8 as the inside of a JSON string, escaping only what JSON wants escaped.
/// Utf8JsonWriter would rent six times the text for it, which is 120 MiB for a full stdout.
/// </summary>
internal static class JsonString
{
    private static readonly SearchValues<byte> _escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static b => (byte)b), (byte)'"', (byte)'\\']);

    /// <summary>How many bytes <see cref="Write"/> makes of <paramref name="text"/>.</summary>
    public static long Measure(ReadOnlySpan<byte> text)
    {
        long length = text.Length;
        int next;
        while ((next = text.IndexOfAny(_escaped)) >= 0)
        {
            length += ShortEscape(text[next]) == 0 ? 5 : 1;
            text = text[(next + 1)..];
        }

        return length;
    }

    /// <summary>Writes <paramref name="text"/>.</summary>
    public static void Write(IBufferWriter<byte> writer, ReadOnlySpan<byte> text)
    {
        int next;
        while ((next = text.IndexOfAny(_escaped)) >= 0)
        {
            writer.Write(text[..next]);
            WriteEscape(writer, text[next]);
            text = text[(next + 1)..];
        }

        writer.Write(text);
    }

    private static void WriteEscape(IBufferWriter<byte> writer, byte value)
    {
        byte letter = ShortEscape(value);
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        writer.Write(letter == 0
            ? [(byte)'\\', (byte)'u', (byte)'0', (byte)'0', digits[value >> 4], digits[value & 0xF]]
            : [(byte)'\\', letter]);
    }

    private static byte ShortEscape(byte value) => value switch
    {
        (byte)'"' => (byte)'"',
        (byte)'\\' => (byte)'\\',
        (byte)'\n' => (byte)'n',
        (byte)'\r' => (byte)'r',
        (byte)'\t' => (byte)'t',
        (byte)'\b' => (byte)'b',
        (byte)'\f' => (byte)'f',
        _ => 0,
    };
}
