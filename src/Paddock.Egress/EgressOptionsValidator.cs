using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Paddock.Core.Grants;

namespace Paddock.Egress;

/// <summary>Checks every option and reports all that is wrong at once.</summary>
internal sealed class EgressOptionsValidator : IValidateOptions<EgressOptions>
{
    private const long KiB = 1024;
    private const long TiB = KiB * KiB * KiB * KiB;

    public ValidateOptionsResult Validate(string? name, EgressOptions options)
    {
        List<string> failures = [];
        CheckNumbers(options, failures);
        CheckRanges(options.AllowPrivateRanges, failures);
        CheckCertificates(options.TrustedCertificates, failures);
        CheckOverrides(options.HostOverrides, failures);
        CheckProxy(options.UpstreamProxy, failures);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void CheckNumbers(EgressOptions options, List<string> failures)
    {
        (string Option, long Value, long Least, long Most)[] rules =
        [
            (nameof(options.MaxConnectionsPerExecution), options.MaxConnectionsPerExecution, 1, 10_000),
            (nameof(options.MaxResponseBytes), options.MaxResponseBytes, KiB, TiB),
            (nameof(options.ConnectTimeoutSeconds), options.ConnectTimeoutSeconds, 1, 600),
            (nameof(options.IdleTimeoutSeconds), options.IdleTimeoutSeconds, 1, 3600),
        ];
        failures.AddRange(rules.Where(static rule => rule.Value < rule.Least || rule.Value > rule.Most).Select(static rule => string.Create(
            CultureInfo.InvariantCulture,
            $"{EgressOptions.SectionName}:{rule.Option} is {rule.Value}, but must be {rule.Least} to {rule.Most}; set {EgressOptions.Setting(rule.Option)} to a number in that range.")));
    }

    private static void CheckRanges(IReadOnlyList<string> entries, List<string> failures)
    {
        const string option = nameof(EgressOptions.AllowPrivateRanges);
        foreach (string range in entries.SelectMany(static entry => entry.Split(',', StringSplitOptions.TrimEntries)))
        {
            if (!IsBlock(range))
            {
                Add(failures, option, range, "is not a CIDR block", "to blocks such as 10.20.0.0/16,fd00::/8");
            }
        }
    }

    // An address that does not come out as it went in was read in another way than it was meant: 10/8 would be 0.0.0.0/8.
    private static bool IsBlock(string text) =>
        IPNetwork.TryParse(text, out _)
        && IPAddress.TryParse(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal)), out IPAddress? address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6 || text.StartsWith($"{address}/", StringComparison.Ordinal));

    private static void CheckCertificates(string? path, List<string> failures)
    {
        const string option = nameof(EgressOptions.TrustedCertificates);
        if (path is null)
        {
            return;
        }

        try
        {
            X509Certificate2Collection certificates = [];
            certificates.ImportFromPemFile(path);
            if (certificates.Count == 0)
            {
                Add(failures, option, path, "has no certificate in it", "to a file with -----BEGIN CERTIFICATE----- blocks, or leave it out");
            }
        }
        catch (CryptographicException)
        {
            Add(failures, option, path, "has a certificate in it that cannot be read", "to a file of PEM certificates");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Add(failures, option, path, "cannot be read as a file", "to the path of a PEM file that this server may read, or leave it out");
        }
    }

    private static void CheckOverrides(IReadOnlyDictionary<string, string> overrides, List<string> failures)
    {
        HashSet<string> hosts = [];
        foreach ((string host, string address) in overrides)
        {
            string option = $"{nameof(EgressOptions.HostOverrides)}:{host}";
            if (HostNames.Canonicalize(host, out string canonical, out _) is { } rule)
            {
                failures.Add($"{EgressOptions.SectionName}:{option} names a host that {rule}; set {EgressOptions.Setting(nameof(EgressOptions.HostOverrides))}__HOST with a host name and no port.");
            }
            else if (!hosts.Add(canonical))
            {
                failures.Add($"{EgressOptions.SectionName}:{option} names {canonical} a second time; leave one of them out.");
            }

            if (!IsAddressWithPort(address))
            {
                Add(failures, option, address, "is not an IP address with a port", "to one such as 127.0.0.1:8443 or [::1]:8443");
            }
        }
    }

    // What does not come out as it went in was read in another way than it was meant, as 127.1:80 would be.
    private static bool IsAddressWithPort(string text) =>
        IPEndPoint.TryParse(text, out IPEndPoint? endPoint)
        && endPoint.Port > 0
        && text.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{endPoint.Port}"), StringComparison.Ordinal)
        && (text[0] == '[' || endPoint.ToString() == text);

    private static void CheckProxy(string? proxy, List<string> failures)
    {
        if (proxy is null || (Uri.TryCreate(proxy, UriKind.Absolute, out Uri? url)
            && url.Scheme == Uri.UriSchemeHttp && url.Host.Length > 0 && url.Port > 0 && url.PathAndQuery == "/" && url.Fragment.Length == 0))
        {
            return;
        }

        // Its password stands in front of the @.
        string shown = proxy.Contains('@', StringComparison.Ordinal) ? $"***{proxy[proxy.LastIndexOf('@')..]}" : proxy;
        Add(failures, nameof(EgressOptions.UpstreamProxy), shown, "is not the URL of a proxy", "to one such as http://proxy.example:3128, without a path, or leave it out");
    }

    private static void Add(List<string> failures, string option, string value, string rule, string fix) =>
        failures.Add($"{EgressOptions.SectionName}:{option} is \"{value}\", which {rule}; set {EgressOptions.Setting(option.Replace(":", "__", StringComparison.Ordinal))} {fix}.");
}
