using System.Globalization;
using System.Net;
using System.Text;
using Paddock.Core.Executions;
using Paddock.Server.Authentication;

namespace Paddock.Server.Hosting;

/// <summary>Writes what a person needs to know once the server is ready, with a call to try.</summary>
internal sealed class StartupBanner(ApiKeyRing keys, ApiKeySource source, ISandbox sandbox)
{
    private const string Example = """
        {"language":"python","code":"def execute(input): return { \"name\": input[\"name\"], \"executed\": True }","input":{"name":"John"}}
        """;

    /// <summary>The text. A key that was made at this start is stored now, just before it is shown.</summary>
    /// <param name="urls">Where the server listens.</param>
    /// <param name="cancellationToken">Cancelled when the start is given up.</param>
    public async Task<string> WriteAsync(ICollection<string> urls, CancellationToken cancellationToken)
    {
        if (source.NewKey is not null)
        {
            await source.SaveAsync(cancellationToken);
        }

        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"Paddock {ServerProcess.Version} listens on {string.Join(", ", urls)}\n");
        AppendLayers(text, sandbox.GetHealth().Layers);
        text.Append('\n');
        string key = Describe(text);
        text.Append(CultureInfo.InvariantCulture, $"""

            curl {Reachable(urls.First())}/v1/execute-function \
              -H "Authorization: Bearer {key}" \
              -H "Content-Type: application/json" \
              -d '{Example}'


            """);
        return text.ToString();
    }

    private static void AppendLayers(StringBuilder text, IReadOnlyList<LayerHealth> layers)
    {
        text.Append(CultureInfo.InvariantCulture, $"Isolation: {layers.Count(static layer => layer.Active)} of {layers.Count} layers stand");
        text.AppendJoin("", layers.Where(static layer => layer.Active).Select(static (layer, i) => $"{(i == 0 ? ": " : ", ")}{layer.Name}"));
        text.Append('\n');
        foreach (LayerHealth missing in layers.Where(static layer => !layer.Active))
        {
            text.Append(CultureInfo.InvariantCulture, $"DEGRADED: the layer {missing.Name} is MISSING: {missing.Detail}\n");
        }
    }

    /// <summary>Says which key to use, and returns it as the shell is to see it.</summary>
    private string Describe(StringBuilder text)
    {
        if (keys.IsConfigured)
        {
            text.Append("Keys are those of PADDOCK_API_KEYS. Try it:\n");
            return "${PADDOCK_API_KEYS%%,*}";
        }

        if (source.NewKey is { } made)
        {
            text.Append("A key was made for you. It is shown this once: only its hash is kept. Try it:\n");
            return made;
        }

        text.Append("The keys are those made before; `./paddock keys create` makes another, `./paddock keys list` lists them. Try it:\n");
        return "$PADDOCK_API_KEY";
    }

    private static string Reachable(string url)
    {
        UriBuilder builder = new(url);
        if (IPAddress.TryParse(builder.Host.Trim('[', ']'), out IPAddress? address))
        {
            builder.Host = address.Equals(IPAddress.Any) ? "127.0.0.1" : address.Equals(IPAddress.IPv6Any) ? "[::1]" : builder.Host;
        }

        return builder.Uri.GetLeftPart(UriPartial.Authority);
    }
}
