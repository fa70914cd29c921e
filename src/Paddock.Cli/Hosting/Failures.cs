using Paddock.Client.Errors;

namespace Paddock.Cli.Hosting;

/// <summary>Says what went wrong with a call, and the way out.</summary>
internal static class Failures
{
    public const string WhereKeysAre = "A server shows the key that it made at its first start; one started with PADDOCK_API_KEYS takes those; `./paddock keys create` makes more";

    public static string Explain(PaddockException error, Connection connection) => error switch
    {
        ConnectionFailedException =>
            $"cannot reach a Paddock server at {Address(connection)}: {error.InnerException!.Message}. Is it running? `./paddock serve` starts one; --url or PADDOCK_BASE_URL names another",
        ConnectionTimeoutException => $"{error.Message}. Whether the code ran is not known: `paddock executions list` may show it",
        AuthenticationException => $"{Address(connection)} does not know the key from {connection.KeySource} ({error.Message}). {WhereKeysAre}",
        RateLimitException { RetryAfter: { } wait } => $"{error.Message} (the server asks to wait {wait.TotalSeconds:0.#} s)",
        _ => error.Message,
    };

    private static string Address(Connection connection) => connection.Url.AbsoluteUri.TrimEnd('/');
}
