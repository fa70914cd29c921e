using Paddock.Client.Errors;

namespace Paddock.Client.Http;

/// <summary>Checked options, with what the environment had to add. Not a record: it must never print the key.</summary>
internal sealed class ClientSettings
{
    private const int MostRetries = 100;

    // a timer's range
    private static readonly TimeSpan _longestTimeout = TimeSpan.FromDays(24);

    public required Uri BaseUrl { get; init; }

    public required string ApiKey { get; init; }

    public required int MaxRetries { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required HttpClient? HttpClient { get; init; }

    public required TimeProvider Time { get; init; }

    public required Func<double> Jitter { get; init; }

    /// <exception cref="PaddockConfigurationException">Something is missing or cannot be used.</exception>
    public static ClientSettings Resolve(PaddockClientOptions options) => new()
    {
        BaseUrl = ResolveBaseUrl(options),
        ApiKey = ResolveKey(options),
        MaxRetries = CheckRetries(options.MaxRetries),
        Timeout = CheckTimeout(options.Timeout),
        Headers = options.Headers,
        HttpClient = options.HttpClient,
        Time = options.TimeProvider,
        Jitter = options.Jitter,
    };

    /// <exception cref="PaddockConfigurationException">It is out of range.</exception>
    public static int CheckRetries(int retries) => retries is >= 0 and <= MostRetries
        ? retries
        : throw new PaddockConfigurationException($"MaxRetries is {retries}, but must be from 0 to {MostRetries}");

    /// <exception cref="PaddockConfigurationException">It is out of range.</exception>
    public static TimeSpan CheckTimeout(TimeSpan timeout) =>
        timeout == System.Threading.Timeout.InfiniteTimeSpan || (timeout > TimeSpan.Zero && timeout <= _longestTimeout)
            ? timeout
            : throw new PaddockConfigurationException($"Timeout is {timeout}, but must be more than 0 and at most {_longestTimeout.TotalDays} days, or Timeout.InfiniteTimeSpan");

    private static Uri ResolveBaseUrl(PaddockClientOptions options)
    {
        (string name, string? text) = options.BaseUrl is { } given
            ? (nameof(PaddockClientOptions.BaseUrl), given.OriginalString)
            : FirstOf(PaddockClientOptions.BaseUrlVariables, options.Environment);
        if (text is null)
        {
            return PaddockClientOptions.DefaultBaseUrl;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            throw new PaddockConfigurationException($"{name} is `{text}`, but must be an address such as {PaddockClientOptions.DefaultBaseUrl}");
        }

        return url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0
            ? url
            : throw new PaddockConfigurationException($"{name} must end with its host or path: leave out user, query and fragment; the key goes into ApiKey");
    }

    private static string ResolveKey(PaddockClientOptions options)
    {
        (string name, string? key) = string.IsNullOrEmpty(options.ApiKey)
            ? FirstOf(PaddockClientOptions.ApiKeyVariables, options.Environment)
            : (nameof(PaddockClientOptions.ApiKey), options.ApiKey);
        if (key is null)
        {
            throw new PaddockConfigurationException(
                $"there is no API key: set {nameof(PaddockClientOptions.ApiKey)}, or {string.Join(" or ", PaddockClientOptions.ApiKeyVariables)} in the environment");
        }

        return key.All(static c => c is > ' ' and <= '~')
            ? key
            : throw new PaddockConfigurationException($"the API key in {name} has a space, a line break or another character that no key has");
    }

    private static (string Name, string? Value) FirstOf(IReadOnlyList<string> variables, Func<string, string?> environment)
    {
        foreach (string name in variables)
        {
            if (environment(name)?.Trim() is { Length: > 0 } value)
            {
                return (name, value);
            }
        }

        return ("", null);
    }
}
