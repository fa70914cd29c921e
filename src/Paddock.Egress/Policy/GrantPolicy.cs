using System.Collections.Concurrent;
using Paddock.Core;
using Paddock.Core.Grants;
using Paddock.Egress.Masking;

namespace Paddock.Egress.Policy;

/// <summary>What one execution may reach. Immutable; each request through the door is judged by this and nothing else.</summary>
internal sealed class GrantPolicy
{
    private static readonly int[] _usualPorts = [80, 443];

    private readonly IReadOnlyList<AllowedHost> _hosts;
    private readonly Lazy<SecretMask?> _mask;
    private readonly ConcurrentDictionary<string, SecretMask?> _masks = new(StringComparer.Ordinal);

    /// <param name="hosts">In the order of the request.</param>
    public GrantPolicy(IReadOnlyList<AllowedHost> hosts)
    {
        _hosts = hosts;
        Ports = [.. _usualPorts.Concat(hosts.Select(static host => host.Pattern.Port).OfType<int>()).Distinct().Order()];
        _mask = new Lazy<SecretMask?>(() => SecretMask.Of([.. hosts.Select(static host => host.Credential).OfType<HostCredential>()]));
    }

    /// <summary>The TCP ports that the cell must find open: 80 and 443, so that a refusal can be explained there, and those that the grant lists.</summary>
    public IReadOnlyList<int> Ports { get; }

    /// <summary>Whether the operator has named every host of it: a build of packages, which may go to a private address and show credentials over plain http.</summary>
    public bool IsOperators => _hosts.All(static host => host.IsOperators);

    /// <summary>Hides the secrets of all entries in the journal; null when there is nothing to hide. Made when it is first asked for: many grants make no request.</summary>
    public SecretMask? Mask => _mask.Value;

    /// <summary>Hides what one host is sent in what it sends back; null when there is nothing to hide. Kept: the entries that cover a host are few lists.</summary>
    /// <param name="credentials">Of a verdict of this policy.</param>
    public SecretMask? MaskOf(IReadOnlyList<HostCredential> credentials)
    {
        if (credentials.Count == 0)
        {
            return null;
        }

        string entries = string.Join(',', _hosts.Index().Where(entry => credentials.Contains(entry.Item.Credential)).Select(static entry => entry.Index));
        return _masks.GetOrAdd(entries, static (_, list) => SecretMask.Of(list), credentials);
    }

    /// <summary>Judges a request.</summary>
    public Verdict Judge(in Claim claim)
    {
        if (ClaimedHost.Read(claim, out ClaimedHost host) is { } refusal)
        {
            return Verdict.Refuse(host, refusal);
        }

        List<HostCredential>? credentials = null;
        bool isListed = false;
        bool isAllowed = false;
        foreach (AllowedHost entry in _hosts)
        {
            if (!Covers(entry.Pattern, host))
            {
                continue;
            }

            isListed = true;
            if (entry.Pattern.Port is { } port ? port != host.Port : !_usualPorts.Contains(host.Port))
            {
                continue;
            }

            isAllowed = true;
            if (entry.Credential is { } credential)
            {
                (credentials ??= []).Add(credential);
            }
        }

        return isAllowed || !Layer.IsOn("grant-policy") ? Verdict.Allow(host, credentials ?? []) : Verdict.Refuse(host, NotListed(host, isListed));
    }

    /// <summary>Compares whole labels of canonical names, never the end of a text.</summary>
    private static bool Covers(HostPattern pattern, ClaimedHost host) => pattern.Kind switch
    {
        HostPatternKind.Any => !host.IsAddress,
        HostPatternKind.Subdomains => !host.IsAddress && IsBelow(host.Name, pattern.Host),
        HostPatternKind.Name => !host.IsAddress && string.Equals(host.Name, pattern.Host, StringComparison.Ordinal),
        HostPatternKind.Address => host.IsAddress && string.Equals(host.Name, pattern.Host, StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsBelow(string name, string parent)
    {
        int below = name.Length - parent.Length - 1;
        return below > 0 && name[below] == '.' && name.AsSpan(below + 1).SequenceEqual(parent);
    }

    private static Refusal NotListed(ClaimedHost host, bool isListed)
    {
        if (isListed)
        {
            string port = $"host \"{host.Name}\" is in http.allow, but not with the port {host.Port}";
            return new Refusal(port, $"{port}: list \"{(host.IsIPv6 ? $"[{host.Name}]" : host.Name)}:{host.Port}\"");
        }

        string note = $"host \"{host.Name}\" is not in http.allow";
        return new Refusal(note, host.IsAddress ? $"{note}: an address must be listed as it is, * does not cover it" : $"{note}: list it, or a pattern that covers it");
    }
}
