using System.Security.Cryptography;

namespace Paddock.Client;

/// <summary>How a <see cref="PaddockClient"/> calls. What is not set here is looked up in the environment, then a default.</summary>
public sealed class PaddockClientOptions
{
    /// <summary>Where a server listens when nobody says otherwise.</summary>
    public static Uri DefaultBaseUrl { get; } = new("http://127.0.0.1:3003");

    /// <summary>Environment variables that may have the address of the server; the first that is set and not empty counts.</summary>
    public static IReadOnlyList<string> BaseUrlVariables { get; } = ["PADDOCK_BASE_URL", "RIZA_BASE_URL"];

    /// <summary>Environment variables that may have the key; the first that is set and not empty counts.</summary>
    public static IReadOnlyList<string> ApiKeyVariables { get; } = ["PADDOCK_API_KEY", "RIZA_API_KEY"];

    /// <summary>
    /// The address of the server: http or https, with or without a path in front of <c>/v1</c>.
    /// Default: the first of <see cref="BaseUrlVariables"/>, then <see cref="DefaultBaseUrl"/>.
    /// </summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>The key. Default: the first of <see cref="ApiKeyVariables"/>. There has to be one.</summary>
    public string? ApiKey { get; init; }

    /// <summary>
    /// How often a call is tried again, 0 to 100; 2 by default. Tried again are calls without an answer and those answered with
    /// 408, 409, 429 or 500 and above, unless the server says <c>x-should-retry: false</c>.
    /// </summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>
    /// How long one try may take until its answer is read, up to 24 days or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>; 60 s by default. Where a request allows
    /// its code more time than this, its own limit and 30 s more count.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Headers for every request; none by default.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The HTTP client to use, for a handler or a proxy of your own. It is not disposed, its base address is not used, and its own timeout counts beside
    /// <see cref="Timeout"/>. Default: one that keeps connections, follows no redirect and takes proxies from the environment, though not for a loopback address.
    /// </summary>
    public HttpClient? HttpClient { get; init; }

    /// <summary>The clock that timeouts and pauses go by; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>A number from 0 to below 1, each time another: how much of a pause is left out.</summary>
    internal Func<double> Jitter { get; init; } = static () => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    /// <summary>Looks up an environment variable.</summary>
    internal Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;
}
