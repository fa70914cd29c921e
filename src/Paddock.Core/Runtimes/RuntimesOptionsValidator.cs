using System.Globalization;
using Microsoft.Extensions.Options;
using Paddock.Core.Grants;

namespace Paddock.Core.Runtimes;

/// <summary>Checks every option and reports all that is wrong at once. No message shows a credential.</summary>
internal sealed class RuntimesOptionsValidator : IValidateOptions<RuntimesOptions>
{
    public ValidateOptionsResult Validate(string? name, RuntimesOptions options)
    {
        List<string> failures = [];
        CheckNumbers(options, failures);
        CheckUrl(nameof(options.PythonIndexUrl), options.PythonIndexUrl, failures);
        CheckHosts(options.PythonFileHosts, failures);
        bool hasUser = CheckUrl(nameof(options.NpmRegistryUrl), options.NpmRegistryUrl, failures);
        CheckToken(options.NpmRegistryToken, hasUser, failures);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void CheckNumbers(RuntimesOptions options, List<string> failures)
    {
        (string Option, int Value, int Least, int Most)[] rules =
        [
            (nameof(options.MaxConcurrentBuilds), options.MaxConcurrentBuilds, 0, 64),
            (nameof(options.MaxQueuedBuilds), options.MaxQueuedBuilds, 1, 100_000),
            (nameof(options.BuildTimeoutSeconds), options.BuildTimeoutSeconds, 1, 86_400),
            (nameof(options.BuildMemoryMiB), options.BuildMemoryMiB, 128, 1_048_576),
            (nameof(options.MaxPackagesMiB), options.MaxPackagesMiB, 1, 65_536),
            (nameof(options.MaxPackageFiles), options.MaxPackageFiles, 1, 10_000_000),
            (nameof(options.MaxManifestBytes), options.MaxManifestBytes, 1, 1_048_576),
            (nameof(options.MaxImportsBytes), options.MaxImportsBytes, 1, 16_384),
            (nameof(options.MaxLogBytes), options.MaxLogBytes, 4096, 16_777_216),
            (nameof(options.MaxAttempts), options.MaxAttempts, 1, 100),
        ];
        failures.AddRange(rules.Where(static rule => rule.Value < rule.Least || rule.Value > rule.Most).Select(static rule => string.Create(
            CultureInfo.InvariantCulture,
            $"{RuntimesOptions.SectionName}:{rule.Option} is {rule.Value}, but must be {rule.Least} to {rule.Most}; set {RuntimesOptions.Setting(rule.Option)} to a number in that range.")));
    }

    /// <returns>Whether the URL names a user.</returns>
    private static bool CheckUrl(string option, string text, List<string> failures)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || HostPatternParser.Parse(PackageIndex.HostOf(url), out _) is not null || url.Port is < 1 or > ushort.MaxValue)
        {
            Add(failures, option, Shown(text), "is not an http or https URL", "to one such as https://user:password@packages.example.com/simple");
            return false;
        }

        if (url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            Add(failures, option, Shown(text), "has a query or a fragment", "to the URL without the part from ? or # on");
        }

        if (url.UserInfo.StartsWith(':'))
        {
            Add(failures, option, Shown(text), "has a password without a user", "to a URL with user:password, each percent-encoded, or with neither");
        }

        return url.UserInfo.Length > 0;
    }

    private static void CheckHosts(IReadOnlyList<string> entries, List<string> failures)
    {
        const string option = nameof(RuntimesOptions.PythonFileHosts);
        const string fix = "to host names such as files.example.com,*.cdn.example.com";
        foreach (string host in PackageIndex.Split(entries))
        {
            if (HostPatternParser.Parse(host, out HostPattern? pattern) is { } problem)
            {
                Add(failures, option, Shown(host), problem, fix);
            }
            else if (pattern!.Kind == HostPatternKind.Any)
            {
                Add(failures, option, host, "opens every host to builds", fix);
            }
        }
    }

    private static void CheckToken(string? token, bool hasUser, List<string> failures)
    {
        const string option = nameof(RuntimesOptions.NpmRegistryToken);
        if (string.IsNullOrEmpty(token))
        {
            return;
        }

        if (token.Any(static c => c is <= ' ' or > '~'))
        {
            failures.Add($"{RuntimesOptions.SectionName}:{option} has a character in it that no token has; set {RuntimesOptions.Setting(option)} to visible ASCII characters without spaces.");
        }

        if (hasUser)
        {
            failures.Add(
                $"{RuntimesOptions.SectionName}:{option} is set although {nameof(RuntimesOptions.NpmRegistryUrl)} has a user, and a request carries one credential; leave one of {RuntimesOptions.Setting(option)} and the user out.");
        }
    }

    /// <summary>What stands in front of an @ may be a password.</summary>
    private static string Shown(string text) => text.Contains('@', StringComparison.Ordinal) ? $"***{text[text.LastIndexOf('@')..]}" : text;

    private static void Add(List<string> failures, string option, string value, string rule, string fix) =>
        failures.Add($"{RuntimesOptions.SectionName}:{option} is \"{value}\", which {rule}; set {RuntimesOptions.Setting(option)} {fix}.");
}
