using Paddock.Client;

namespace Paddock.Cli.Hosting;

/// <summary>Which server with which key, and who said so.</summary>
/// <param name="Url">The server.</param>
/// <param name="Key">The key; null when nobody gave one.</param>
/// <param name="KeySource">Where the key is from, for messages.</param>
internal sealed record Connection(Uri Url, string? Key, string KeySource)
{
    /// <summary>The places of the SDK, with the options in front.</summary>
    /// <exception cref="UsageException">The address is none.</exception>
    public static Connection Resolve(string? url, string? key, Func<string, string?> environment)
    {
        (string urlSource, string address) = First("--url", url, PaddockClientOptions.BaseUrlVariables, environment)
            ?? ("", PaddockClientOptions.DefaultBaseUrl.AbsoluteUri);
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? server) || (server.Scheme != Uri.UriSchemeHttp && server.Scheme != Uri.UriSchemeHttps))
        {
            throw new UsageException($"{urlSource} is `{address}`, but must be an address such as {PaddockClientOptions.DefaultBaseUrl}");
        }

        (string Name, string Value)? found = First("--key", key, PaddockClientOptions.ApiKeyVariables, environment);
        return new Connection(server, found?.Value, found?.Name ?? "");
    }

    /// <summary>Without the key.</summary>
    public override string ToString() => $"Connection {Url} {KeySource}";

    private static (string Name, string Value)? First(string option, string? given, IReadOnlyList<string> variables, Func<string, string?> environment)
    {
        if (!string.IsNullOrWhiteSpace(given))
        {
            return (option, given.Trim());
        }

        foreach (string variable in variables)
        {
            if (environment(variable)?.Trim() is { Length: > 0 } value)
            {
                return (variable, value);
            }
        }

        return null;
    }
}
