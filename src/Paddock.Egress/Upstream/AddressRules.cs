using System.Net;
using System.Net.Sockets;
using Paddock.Core;

namespace Paddock.Egress.Upstream;

/// <summary>Which addresses the door connects to: those of the public Internet, and what the operator adds.</summary>
/// <param name="allowed">The operator's ranges.</param>
internal sealed class AddressRules(IReadOnlyList<IPNetwork> allowed)
{
    // IANA's special-purpose registries for IPv4 and IPv6, what is not for everybody to reach; the word is how it is called in a message.
    private static readonly (IPNetwork Range, string Kind)[] _refused =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "unspecified"), // "this network": 0.0.0.0 leads to the machine itself
        (IPNetwork.Parse("10.0.0.0/8"), "private"),
        (IPNetwork.Parse("100.64.0.0/10"), "shared (CGNAT)"),
        (IPNetwork.Parse("127.0.0.0/8"), "loopback"),
        (IPNetwork.Parse("169.254.0.0/16"), "link-local"),
        (IPNetwork.Parse("172.16.0.0/12"), "private"),
        (IPNetwork.Parse("192.0.0.0/24"), "protocol"), // IETF protocol assignments; a cloud's metadata at 192.0.0.192
        (IPNetwork.Parse("192.0.2.0/24"), "documentation"),
        (IPNetwork.Parse("192.88.99.0/24"), "6to4 relay"), // withdrawn; whoever answers there is not who it was
        (IPNetwork.Parse("192.168.0.0/16"), "private"),
        (IPNetwork.Parse("198.18.0.0/15"), "benchmarking"), // also the door's own answer to every name query
        (IPNetwork.Parse("198.51.100.0/24"), "documentation"),
        (IPNetwork.Parse("203.0.113.0/24"), "documentation"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("255.255.255.255/32"), "broadcast"),
        (IPNetwork.Parse("240.0.0.0/4"), "reserved"),
        (IPNetwork.Parse("::/128"), "unspecified"),
        (IPNetwork.Parse("::1/128"), "loopback"),
        (IPNetwork.Parse("::/96"), "IPv4-compatible"), // withdrawn, but some kernels still route it by the IPv4 address in it
        (IPNetwork.Parse("100::/64"), "discard"),
        (IPNetwork.Parse("2001::/32"), "Teredo"), // a tunnel to an IPv4 address
        (IPNetwork.Parse("2001::/23"), "protocol"),
        (IPNetwork.Parse("2001:db8::/32"), "documentation"),
        (IPNetwork.Parse("2002::/16"), "6to4"), // a tunnel to an IPv4 address
        (IPNetwork.Parse("3fff::/20"), "documentation"),
        (IPNetwork.Parse("fc00::/7"), "private"),
        (IPNetwork.Parse("fe80::/10"), "link-local"),
        (IPNetwork.Parse("fec0::/10"), "site-local"),
        (IPNetwork.Parse("ff00::/8"), "multicast"),
    ];

    // Where clouds hand out credentials to whoever asks. Only an entry for exactly one of them lifts it: a range around it is about something else.
    private static readonly IPAddress[] _metadata =
    [
        IPAddress.Parse("169.254.169.254"), // AWS, Azure, Google, DigitalOcean, OpenStack and others
        IPAddress.Parse("169.254.170.2"), // tasks of AWS ECS
        IPAddress.Parse("169.254.170.23"), // pods of AWS EKS
        IPAddress.Parse("169.254.0.23"), // Tencent
        IPAddress.Parse("100.100.100.200"), // Alibaba
        IPAddress.Parse("168.63.129.16"), // Azure's wire server
        IPAddress.Parse("192.0.0.192"), // Oracle
        IPAddress.Parse("fd00:ec2::254"), // AWS
        IPAddress.Parse("fd00:ec2::23"), // pods of AWS EKS
        IPAddress.Parse("fd20:ce::254"), // Google
        IPAddress.Parse("fd00:42::42"), // Scaleway
    ];

    private static readonly IPNetwork _global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork _nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork _localNat64 = IPNetwork.Parse("64:ff9b:1::/48");

    /// <summary>Reads the operator's ranges.</summary>
    /// <param name="entries">CIDR blocks, one or several in an entry, separated by commas; what is none is left out, for the validator to report.</param>
    public static AddressRules Read(IEnumerable<string> entries) => new(
        [.. entries.SelectMany(static entry => entry.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(static text => IPNetwork.TryParse(text, out IPNetwork range) ? range : (IPNetwork?)null).OfType<IPNetwork>()]);

    /// <summary>The same for hosts that the operator has named: only metadata services are left, which an index of packages never is.</summary>
    public AddressRules ForOperator() => new([.. allowed, IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")]);

    /// <summary>Judges <paramref name="address"/>, and the IPv4 address in it where it has one.</summary>
    /// <returns>Null when it may be connected to, else what kind of address it is.</returns>
    public string? Judge(IPAddress address)
    {
        if (!Layer.IsOn("address-checks"))
        {
            return null;
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return JudgePlain(address);
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return "unknown";
        }

        byte[] bytes = address.GetAddressBytes();
        // Without the zone: a range is about the address alone.
        address = new IPAddress(bytes);
        if (address.IsIPv4MappedToIPv6)
        {
            return JudgePlain(address.MapToIPv4());
        }

        if (_nat64.Contains(address))
        {
            return IsLifted(address) ? null : JudgePlain(new IPAddress(bytes.AsSpan(12)));
        }

        if (_localNat64.Contains(address))
        {
            // The operator of the translator chose where in these bits the IPv4 address is. With zeros in between there is one place only.
            bool isPlain = !bytes.AsSpan(6, 6).ContainsAnyExcept((byte)0);
            return IsLifted(address) ? null : isPlain ? JudgePlain(new IPAddress(bytes.AsSpan(12))) : "NAT64";
        }

        return JudgePlain(address) ?? (_global.Contains(address) || IsLifted(address) ? null : "reserved");
    }

    private string? JudgePlain(IPAddress address)
    {
        if (_metadata.Contains(address))
        {
            return IsNamed(address) ? null : "metadata";
        }

        foreach ((IPNetwork range, string kind) in _refused)
        {
            if (range.Contains(address))
            {
                return IsLifted(address) ? null : kind;
            }
        }

        return null;
    }

    private bool IsLifted(IPAddress address)
    {
        foreach (IPNetwork range in allowed)
        {
            if (range.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsNamed(IPAddress address)
    {
        int whole = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        return allowed.Any(range => range.PrefixLength == whole && range.BaseAddress.Equals(address));
    }
}
