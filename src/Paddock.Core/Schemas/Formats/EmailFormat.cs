using System.Buffers;

namespace Paddock.Core.Schemas.Formats;

/// <summary>Mailboxes of RFC 5321: <c>local@domain</c>, no names and no comments.</summary>
internal static class EmailFormat
{
    // RFC 5322, atext.
    private static readonly SearchValues<char> _atom =
        SearchValues.Create("!#$%&'*+-/=?^_`{|}~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool IsEmail(string text)
    {
        int at = text.LastIndexOf('@');
        return at > 0 && IsLocal(text[..at]) && IsDomain(text[(at + 1)..]);
    }

    private static bool IsLocal(string local)
    {
        if (local.Length > 1 && local[0] == '"' && local[^1] == '"')
        {
            return IsQuoted(local.AsSpan(1, local.Length - 2));
        }

        return local.Split('.').All(static part => part.Length > 0 && !part.AsSpan().ContainsAnyExcept(_atom));
    }

    private static bool IsQuoted(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            bool isEscape = text[i] == '\\';
            i += isEscape ? 1 : 0;
            if (i == text.Length || text[i] is < ' ' or > '~' || (!isEscape && text[i] == '"'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(string domain)
    {
        if (!domain.StartsWith('[') || !domain.EndsWith(']'))
        {
            return HostnameFormat.IsHostname(domain);
        }

        string address = domain[1..^1];
        return address.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? AddressFormats.IsIpv6(address["IPv6:".Length..]) : AddressFormats.IsIpv4(address);
    }
}
