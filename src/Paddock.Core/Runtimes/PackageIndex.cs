using System.Globalization;
using Paddock.Core.Grants;
using Paddock.Core.Secrets;

namespace Paddock.Core.Runtimes;

/// <summary>Where the builds of a language find packages, and what the door lets through for them.</summary>
/// <param name="Url">Of the index, without credentials.</param>
/// <param name="Hosts">What a build may reach; the credentials are here.</param>
internal sealed record PackageIndex(Uri Url, IReadOnlyList<AllowedHost> Hosts)
{
    private const string PyPi = "pypi.org";
    private const string PyPiFiles = "files.pythonhosted.org";

    /// <summary>The index of <paramref name="language"/>. The options have been validated.</summary>
    public static PackageIndex Of(RuntimeLanguage language, RuntimesOptions options)
    {
        bool isPython = language == RuntimeLanguage.Python;
        Uri url = new(isPython ? options.PythonIndexUrl : options.NpmRegistryUrl);
        HostCredential? credential = CredentialOf(url);
        if (!isPython && options.NpmRegistryToken is { Length: > 0 } token)
        {
            credential = new BearerCredential(new Secret(token));
        }

        List<AllowedHost> hosts = [new(PatternOf(url), credential) { IsOperators = true }];
        if (isPython)
        {
            hosts.AddRange(FileHosts(options, url).Select(Parse).Where(pattern => pattern != hosts[0].Pattern)
                .Select(static pattern => new AllowedHost(pattern, null) { IsOperators = true }));
        }

        return new PackageIndex(new UriBuilder(url) { UserName = "", Password = "" }.Uri, hosts);
    }

    /// <summary>The entries of <see cref="RuntimesOptions.PythonFileHosts"/>, one by one.</summary>
    public static IEnumerable<string> Split(IEnumerable<string> entries) =>
        entries.SelectMany(static entry => entry.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The host of a URL, as it stands in a grant.</summary>
    public static string HostOf(Uri url) => url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;

    private static string[] FileHosts(RuntimesOptions options, Uri index)
    {
        string[] named = [.. Split(options.PythonFileHosts)];
        return named.Length == 0 && HostOf(index) == PyPi ? [PyPiFiles] : named;
    }

    private static HostPattern PatternOf(Uri url) =>
        Parse(url.IsDefaultPort ? HostOf(url) : string.Create(CultureInfo.InvariantCulture, $"{HostOf(url)}:{url.Port}"));

    private static HostPattern Parse(string text) => HostPatternParser.Parse(text, out HostPattern? pattern) is { } problem
        ? throw new InvalidOperationException($"A host of the section {RuntimesOptions.SectionName} {problem}.")
        : pattern!;

    private static BasicCredential? CredentialOf(Uri url)
    {
        if (url.UserInfo.Length == 0)
        {
            return null;
        }

        string[] parts = url.UserInfo.Split(':', 2);
        return new BasicCredential(new Secret(Uri.UnescapeDataString(parts[0])), new Secret(parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : ""));
    }
}
