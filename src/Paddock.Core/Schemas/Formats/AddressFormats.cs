using System.Globalization;

namespace Paddock.Core.Schemas.Formats;

/// <summary>IP addresses, as RFC 2673 and RFC 4291 write them. The BCL's own parsers take more than that: <c>127.1</c>, a zone, a port.</summary>
internal static class AddressFormats
{
    // Groups of an IPv6 address; an IPv4 address at its end stands for two.
    private const int Groups = 8;

    public static bool IsIpv4(string text) => IsIpv4(text.AsSpan());

    public static bool IsIpv4(ReadOnlySpan<char> text)
    {
        int parts = 0;
        foreach (Range range in text.Split('.'))
        {
            ReadOnlySpan<char> part = text[range];
            if (++parts > 4
                || part.Length is 0 or > 3
                || part.ContainsAnyExceptInRange('0', '9')
                || (part.Length > 1 && part[0] == '0')
                || int.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture) > 255)
            {
                return false;
            }
        }

        return parts == 4;
    }

    public static bool IsIpv6(string text)
    {
        int gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
        {
            return Count(text, mayEndInIpv4: true) == Groups;
        }

        // What a gap stands for is one group of zeros at least.
        int before = Count(text.AsSpan(0, gap), mayEndInIpv4: false);
        int after = Count(text.AsSpan(gap + 2), mayEndInIpv4: true);
        return before >= 0 && after >= 0 && before + after < Groups;
    }

    /// <summary>How many groups; -1 when that is not what it is.</summary>
    private static int Count(ReadOnlySpan<char> text, bool mayEndInIpv4)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        int groups = 0;
        bool ended = false;
        foreach (Range range in text.Split(':'))
        {
            ReadOnlySpan<char> group = text[range];
            if (ended || groups > Groups)
            {
                return -1;
            }

            if (mayEndInIpv4 && group.Contains('.'))
            {
                ended = true;
                groups += IsIpv4(group) ? 2 : Groups + 1;
            }
            else if (group.Length is >= 1 and <= 4 && IsHex(group))
            {
                groups++;
            }
            else
            {
                return -1;
            }
        }

        return groups > Groups ? -1 : groups;
    }

    private static bool IsHex(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }
        }

        return true;
    }
}
