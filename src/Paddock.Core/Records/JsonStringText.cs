using System.Globalization;
using System.Text;

namespace Paddock.Core.Records;

/// <summary>Reads the inside of a JSON string that is known to be well-formed. Unlike the BCL it also reads halves of surrogate pairs, which JSON allows.</summary>
internal static class JsonStringText
{
    // \uXXXX
    private const int NumberLength = 6;

    /// <summary>Reads the text of <paramref name="raw"/>, or the first <paramref name="maxCharacters"/> of it and a few more.</summary>
    public static string Read(ReadOnlySpan<byte> raw, int maxCharacters)
    {
        if (raw.Length <= maxCharacters && !raw.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(raw);
        }

        StringBuilder text = new();
        while (!raw.IsEmpty && text.Length < maxCharacters)
        {
            int plain = raw.IndexOf((byte)'\\');
            if (plain == 0)
            {
                raw = raw[Unescape(raw, text)..];
                continue;
            }

            ReadOnlySpan<byte> run = WholeCharacters(raw[..(plain < 0 ? raw.Length : plain)], maxCharacters - text.Length);
            text.Append(Encoding.UTF8.GetString(run));
            raw = raw[run.Length..];
        }

        return text.ToString();
    }

    /// <summary>The first bytes of <paramref name="utf8"/>, about <paramref name="most"/> and at least one character.</summary>
    public static ReadOnlySpan<byte> WholeCharacters(ReadOnlySpan<byte> utf8, int most)
    {
        if (utf8.Length <= most)
        {
            return utf8;
        }

        int length = Math.Max(most, 1);
        while (length < utf8.Length && (utf8[length] & 0xC0) == 0x80)
        {
            length++;
        }

        return utf8[..length];
    }

    private static int Unescape(ReadOnlySpan<byte> raw, StringBuilder text)
    {
        if (raw[1] == (byte)'u')
        {
            text.Append((char)ushort.Parse(raw[2..NumberLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            return NumberLength;
        }

        text.Append((char)raw[1] switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\b',
            'f' => '\f',
            char itself => itself,
        });
        return 2;
    }
}
