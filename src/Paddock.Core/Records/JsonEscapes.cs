using System.Buffers;
using System.Globalization;
using System.Text;

namespace Paddock.Core.Records;

/// <summary>Writes the characters of a JSON string that cannot stand there as they are, or that need a look.</summary>
internal static class JsonEscapes
{
    /// <summary>Control characters, the quote, the backslash, and surrogates, of which a half has to be written by its number.</summary>
    public static SearchValues<char> Special { get; } = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(static c => (char)c), '"', '\\', .. Enumerable.Range(0xD800, 0x800).Select(static c => (char)c)]);

    /// <summary>Writes the character at the start of <paramref name="text"/>, one of <see cref="Special"/>.</summary>
    /// <returns>How many characters that were.</returns>
    public static int Write(ReadOnlySpan<char> text, IBufferWriter<byte> writer)
    {
        if (Rune.DecodeFromUtf16(text, out Rune rune, out int length) == OperationStatus.Done && rune.Value >= 0x20 && rune.Value is not '"' and not '\\')
        {
            Span<byte> bytes = writer.GetSpan(4);
            writer.Advance(rune.EncodeToUtf8(bytes));
            return length;
        }

        string escaped = text[0] switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            char other => "\\u" + ((int)other).ToString("x4", CultureInfo.InvariantCulture),
        };
        Encoding.ASCII.GetBytes(escaped, writer);
        return 1;
    }
}
