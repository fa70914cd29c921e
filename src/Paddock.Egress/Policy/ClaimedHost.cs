using System.Net;
using System.Net.Sockets;
using System.Text;
using Paddock.Core.Grants;

namespace Paddock.Egress.Policy;

/// <summary>A host that a request asks for, in canonical form, after all that the request says about it was found to agree.</summary>
/// <param name="Name">The canonical name or address, an IPv6 address without brackets.</param>
/// <param name="IsAddress">Whether it is an IP address.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="PathAndQuery">What is asked of it, as it was sent; begins with a slash.</param>
internal sealed record ClaimedHost(string Name, bool IsAddress, int Port, string PathAndQuery)
{
    // What is shown of a host that is none: a name that is one has no more.
    private const int MaxShown = 253;

    /// <summary>Whether it is an IPv6 address.</summary>
    public bool IsIPv6 => IsAddress && Name.Contains(':', StringComparison.Ordinal);

    /// <summary>As it stands in a URL, without the port when that is the scheme's own.</summary>
    public string ToAuthority(bool isSecure)
    {
        string name = IsIPv6 ? $"[{Name}]" : Name;
        return Port == DefaultPort(isSecure) ? name : $"{name}:{Port}";
    }

    /// <summary>Reads what <paramref name="claim"/> asks for.</summary>
    /// <returns>Null when all is well, else why it cannot be let through; <paramref name="host"/> then is what is known of it.</returns>
    public static Refusal? Read(in Claim claim, out ClaimedHost host)
    {
        string asked = claim.Host ?? "";
        host = new ClaimedHost(Show(asked), false, DefaultPort(claim.IsSecure), "/");
        if (SplitTarget(claim, out string pathAndQuery, out string? authority) is { } badTarget)
        {
            return Invalid(asked, badTarget);
        }

        host = host with { PathAndQuery = pathAndQuery };
        if (ReadAuthority(asked, claim.IsSecure, out HostPattern? pattern) is { } problem)
        {
            return Invalid(asked, problem);
        }

        int port = pattern!.Port!.Value;
        host = new ClaimedHost(pattern.Host, pattern.Kind == HostPatternKind.Address, port, pathAndQuery);
        if (authority is not null && (ReadAuthority(authority, claim.IsSecure, out HostPattern? target) is not null || target != pattern))
        {
            return Invalid(host.Name, "must be the same in the request's target and in its Host header");
        }

        if (port != claim.Dialed.Port)
        {
            return Invalid(host.Name, $"is asked for on port {port}, but the connection was made to port {claim.Dialed.Port}");
        }

        return CheckServerName(claim, host) ?? CheckDialed(claim, host);
    }

    private static int DefaultPort(bool isSecure) => isSecure ? 443 : 80;

    /// <summary>A target may be a whole URL, which then must agree with the Host header.</summary>
    private static string? SplitTarget(in Claim claim, out string pathAndQuery, out string? authority)
    {
        pathAndQuery = claim.Target;
        authority = null;
        if (!claim.Target.StartsWith('/'))
        {
            int colon = claim.Target.IndexOf("://", StringComparison.Ordinal);
            if (colon < 0 || !claim.Target.AsSpan(0, colon).Equals(claim.IsSecure ? "https" : "http", StringComparison.OrdinalIgnoreCase))
            {
                return "must be asked for a path, or by a URL with the scheme of the connection";
            }

            int start = colon + 3;
            int end = claim.Target.AsSpan(start).IndexOfAny("/?#") is var found and >= 0 ? start + found : claim.Target.Length;
            authority = claim.Target[start..end];
            pathAndQuery = claim.Target[end..];
            pathAndQuery = pathAndQuery.StartsWith('/') ? pathAndQuery : $"/{pathAndQuery}";
        }

        // A fragment is never sent; whoever sends one may hope that somebody cuts the request off there.
        return pathAndQuery.AsSpan().ContainsAny('#', ' ') || pathAndQuery.AsSpan().ContainsAnyExceptInRange('\x21', '\x7e') ? "must be asked for a path of visible characters without #" : null;
    }

    private static string? ReadAuthority(string text, bool isSecure, out HostPattern? pattern)
    {
        if (text.Length == 0)
        {
            pattern = null;
            return "is missing: the request must have a Host header";
        }

        string? problem = HostPatternParser.Parse(text, out pattern);
        if (problem is null && pattern!.Kind is HostPatternKind.Any or HostPatternKind.Subdomains)
        {
            problem = "must be one host, not a pattern";
        }

        if (problem is null && pattern!.Host.Contains(':', StringComparison.Ordinal) && text[0] != '[')
        {
            problem = "must have an IPv6 address between [ and ]";
        }

        pattern = problem is null ? pattern! with { Port = pattern.Port ?? DefaultPort(isSecure) } : null;
        return problem;
    }

    private static Refusal? CheckServerName(in Claim claim, ClaimedHost host)
    {
        if (!claim.IsSecure)
        {
            return null;
        }

        if (string.IsNullOrEmpty(claim.ServerName))
        {
            return host.IsAddress ? null : Invalid(host.Name, "must also be named in the TLS handshake (SNI)");
        }

        // An address has no place there (RFC 6066), but some libraries send it; brackets never.
        bool same = host.IsIPv6
            ? IPAddress.TryParse(claim.ServerName, out IPAddress? address) && address.ToString() == host.Name
            : HostNames.Canonicalize(claim.ServerName, out string canonical, out _) is null && string.Equals(canonical, host.Name, StringComparison.Ordinal);
        return same ? null : Invalid(host.Name, $"must be the same in the Host header and in the TLS handshake, which names \"{Show(claim.ServerName)}\"");
    }

    /// <summary>Names all lead to one address, which says nothing; whoever asks for an address must have dialed it.</summary>
    private static Refusal? CheckDialed(in Claim claim, ClaimedHost host)
    {
        if (!host.IsAddress)
        {
            return null;
        }

        bool same = Plain(IPAddress.Parse(host.Name)).Equals(Plain(claim.Dialed.Address));
        return same ? null : Invalid(host.Name, "must be the address that the connection was made to");
    }

    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes()) : address;

    private static Refusal Invalid(string host, string rule)
    {
        string message = $"host \"{Show(host)}\" {rule}";
        return new Refusal(message, message);
    }

    /// <summary>What came from the code and goes to its stderr, and into the record: on one line, and not endless.</summary>
    private static string Show(string text)
    {
        StringBuilder shown = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (shown.Length >= MaxShown)
            {
                return shown.Append('…').ToString();
            }

            if (rune.Value is >= ' ' and < 0x7f and not '"' and not '\\')
            {
                shown.Append((char)rune.Value);
            }
            else
            {
                shown.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
        }

        return shown.ToString();
    }
}
