using System.Buffers;

namespace Paddock.Core.Schemas.Formats;

/// <summary>URIs with a scheme, as RFC 3986 writes them.</summary>
internal static class UriFormat
{
    private const string Unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Delimiters = "!$&'()*+,;=";

    private static readonly SearchValues<char> _userOrPort = SearchValues.Create(Unreserved + Delimiters + ":%");
    private static readonly SearchValues<char> _name = SearchValues.Create(Unreserved + Delimiters + "%");
    private static readonly SearchValues<char> _path = SearchValues.Create(Unreserved + Delimiters + ":@/%");
    private static readonly SearchValues<char> _query = SearchValues.Create(Unreserved + Delimiters + ":@/?%");

    public static bool IsUri(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || !char.IsAsciiLetter(text[0]) || !text[..colon].All(static c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.') || !EscapesAreWhole(text))
        {
            return false;
        }

        ReadOnlySpan<char> rest = text.AsSpan(colon + 1);
        if (!TryCut(ref rest, '#', _query) || !TryCut(ref rest, '?', _query))
        {
            return false;
        }

        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            rest = rest[2..];
            int slash = rest.IndexOf('/');
            ReadOnlySpan<char> authority = slash < 0 ? rest : rest[..slash];
            if (!IsAuthority(authority))
            {
                return false;
            }

            rest = rest[authority.Length..];
        }

        return !rest.ContainsAnyExcept(_path);
    }

    /// <summary>Cuts off what begins at <paramref name="mark"/>; false when it holds what it must not.</summary>
    private static bool TryCut(ref ReadOnlySpan<char> text, char mark, SearchValues<char> allowed)
    {
        int at = text.IndexOf(mark);
        if (at < 0)
        {
            return true;
        }

        bool isGood = !text[(at + 1)..].ContainsAnyExcept(allowed);
        text = text[..at];
        return isGood;
    }

    private static bool IsAuthority(ReadOnlySpan<char> authority)
    {
        int at = authority.LastIndexOf('@');
        if (at >= 0 && authority[..at].ContainsAnyExcept(_userOrPort))
        {
            return false;
        }

        ReadOnlySpan<char> host = authority[(at + 1)..];
        int bracket = host.LastIndexOf(']');
        int colon = host.LastIndexOf(':');
        if (colon > bracket)
        {
            if (host[(colon + 1)..].ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }

            host = host[..colon];
        }

        return host.StartsWith('[') ? host.EndsWith(']') && AddressFormats.IsIpv6(host[1..^1].ToString()) : !host.ContainsAnyExcept(_name);
    }

    private static bool EscapesAreWhole(string text)
    {
        for (int at = text.IndexOf('%', StringComparison.Ordinal); at >= 0; at = text.IndexOf('%', at + 1))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
            {
                return false;
            }
        }

        return true;
    }
}
