using System.Globalization;
using System.Net;

namespace Paddock.Core.Grants;

/// <summary>Reads host patterns. It refuses what two parsers might read in two ways.</summary>
internal static class HostPatternParser
{
    // 253 is the most a name may have in canonical form; what people write is not longer by much.
    private const int MaxLength = 1024;

    /// <summary>Reads <paramref name="text"/>.</summary>
    /// <returns>Null when all is well, else the rule that is broken, as the end of a sentence that starts with the field's name.</returns>
    public static string? Parse(string text, out HostPattern? pattern)
    {
        pattern = null;
        if (Forbidden(text) is { } forbidden)
        {
            return forbidden;
        }

        if (SplitPort(text, out string host, out int? port) is { } badPort)
        {
            return badPort;
        }

        if (host == "*")
        {
            pattern = new HostPattern(HostPatternKind.Any, "", port);
            return null;
        }

        if (host.Contains(':', StringComparison.Ordinal))
        {
            return ParseAddress(host, port, out pattern);
        }

        bool subdomains = host.StartsWith("*.", StringComparison.Ordinal);
        string name = subdomains ? host[2..] : host;
        if (name.Contains('*', StringComparison.Ordinal))
        {
            return "may have a * only alone or as the whole first label, as in *.example.com";
        }

        string? problem = HostNames.Canonicalize(name, out string canonical, out bool isAddress);
        if (problem is null && subdomains && isAddress)
        {
            problem = "cannot ask for the subdomains of an IP address";
        }

        if (problem is null)
        {
            HostPatternKind kind = isAddress ? HostPatternKind.Address : subdomains ? HostPatternKind.Subdomains : HostPatternKind.Name;
            pattern = new HostPattern(kind, canonical, port);
        }

        return problem;
    }

    private static string? Forbidden(string text)
    {
        if (text.Length is 0 or > MaxLength)
        {
            return text.Length == 0 ? "must not be empty" : "is too long for a host name";
        }

        foreach (char c in text)
        {
            if (c is '/' or '\\' or '?' or '#')
            {
                return "must be a host alone, without scheme, path or query";
            }

            if (c == '@')
            {
                return "must not contain @; credentials belong in auth";
            }

            if (c == '%' || char.IsWhiteSpace(c) || char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format)
            {
                return "must not contain %, spaces, control or invisible characters";
            }
        }

        return null;
    }

    private static string? SplitPort(string text, out string host, out int? port)
    {
        port = null;
        host = text;
        int colon = text.LastIndexOf(':');
        if (text[0] == '[')
        {
            int close = text.IndexOf(']', StringComparison.Ordinal);
            if (close < 0 || !text.AsSpan(1, close - 1).Contains(':') || (close + 1 < text.Length && colon != close + 1))
            {
                return "must have an IPv6 address between [ and ], and nothing after it but a port";
            }

            host = text[1..close];
            colon = close + 1 < text.Length ? colon : -1;
        }
        else if (colon >= 0 && text.IndexOf(':', StringComparison.Ordinal) == colon)
        {
            host = text[..colon];
        }
        else
        {
            // No colon; or several, which only an IPv6 address without a port has.
            return null;
        }

        if (colon < 0)
        {
            return null;
        }

        ReadOnlySpan<char> digits = text.AsSpan(colon + 1);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > ushort.MaxValue)
        {
            return "must have a port from 1 to 65535 after the colon";
        }

        port = number;
        return host.Length == 0 ? "must have a host in front of the port" : null;
    }

    private static string? ParseAddress(string host, int? port, out HostPattern? pattern)
    {
        bool valid = IPAddress.TryParse(host, out IPAddress? address);
        pattern = valid ? new HostPattern(HostPatternKind.Address, address!.ToString(), port) : null;
        return valid ? null : "is neither host:port nor an IPv6 address";
    }
}
