using System.Text.Json;
using Paddock.Core.Executions;
using Paddock.Core.Grants;
using Paddock.Core.Secrets;

namespace Paddock.Core.Requests;

/// <summary>Rules for <c>http</c>, and for the older <c>allow_http_hosts</c>.</summary>
internal static class GrantRules
{
    /// <summary>These are always listened on.</summary>
    private static readonly int[] _usualPorts = [80, 443];

    public static Rejection? Read(JsonElement http, JsonElement allowHttpHosts, ExecutionsOptions options, out List<AllowedHost> hosts)
    {
        hosts = [];
        JsonElement allow = default;
        if (!http.IsAbsent() && !http.IsEmptyArray())
        {
            if (http.ValueKind != JsonValueKind.Object)
            {
                return Rejection.Invalid($"http must be an object with allow, not {Show.Kind(http)}");
            }

            allow = JsonText.Find(http, "allow");
        }

        return ReadList("http.allow", "objects with host", allow, ReadEntry, options, hosts)
            ?? ReadList("allow_http_hosts", "host names", allowHttpHosts, ReadName, options, hosts)
            ?? CountPorts(hosts);
    }

    private static Rejection? CountPorts(List<AllowedHost> hosts)
    {
        int others = hosts.Select(static host => host.Pattern.Port).OfType<int>().Except(_usualPorts).Count();
        int most = GrantLimits.MaxPorts - _usualPorts.Length;
        return others <= most ? null : Rejection.Invalid($"http.allow must not name more than {most} different ports besides 80 and 443, and names {others}");
    }

    private static Rejection? ReadList(
        string field, string items, JsonElement list, EntryReader readEntry, ExecutionsOptions options, List<AllowedHost> hosts)
    {
        if (list.IsAbsent())
        {
            return null;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return Rejection.Invalid($"{field} must be a list of {items}, not {Show.Kind(list)}");
        }

        if (hosts.Count + list.GetArrayLength() > options.MaxAllowedHosts)
        {
            return Rejection.Invalid(
                $"{field} must not have more than {options.MaxAllowedHosts} entries ({ExecutionsOptions.Setting(nameof(options.MaxAllowedHosts))})");
        }

        int index = 0;
        foreach (JsonElement entry in list.EnumerateArray())
        {
            if (readEntry($"{field}[{index++}]", entry, out AllowedHost? host) is { } problem)
            {
                return Rejection.Invalid(problem);
            }

            hosts.Add(host!);
        }

        return null;
    }

    private static string? ReadEntry(string field, JsonElement entry, out AllowedHost? host)
    {
        host = null;
        if (entry.ValueKind != JsonValueKind.Object)
        {
            return $"{field} must be an object with host, not {Show.Kind(entry)}";
        }

        if (ReadName($"{field}.host", JsonText.Find(entry, "host"), out AllowedHost? named) is { } problem)
        {
            return problem;
        }

        problem = CredentialRules.Read($"{field}.auth", JsonText.Find(entry, "auth"), out HostCredential? credential, out SecretReference? secret);
        host = named! with { Credential = credential, Secret = secret };
        return problem;
    }

    private static string? ReadName(string field, JsonElement element, out AllowedHost? host)
    {
        host = null;
        if (JsonText.ReadString(element, out string text) is { } problem)
        {
            return $"{field} {problem}";
        }

        if (HostPatternParser.Parse(text, out HostPattern? pattern) is { } rule && Layer.IsOn("request-checks"))
        {
            // What stands before an @ is a user and a password: that is not to be repeated.
            string shown = text.Contains('@', StringComparison.Ordinal) ? "" : $" {Show.Text(text)}";
            return $"{field}{shown} {rule}";
        }

        host = new AllowedHost(pattern!, null);
        return null;
    }

    private delegate string? EntryReader(string field, JsonElement entry, out AllowedHost? host);
}
