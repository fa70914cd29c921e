using System.Text.Json.Serialization;

namespace Paddock.Contracts.Executions;

/// <summary>A credential for a host: at most one member is set.</summary>
public sealed record HttpAuth
{
    /// <summary>HTTP basic authentication.</summary>
    [JsonPropertyName("basic")]
    public HttpBasicAuth? Basic { get; init; }

    /// <summary>A bearer token in the <c>Authorization</c> header.</summary>
    [JsonPropertyName("bearer")]
    public HttpBearerAuth? Bearer { get; init; }

    /// <summary>Any other header.</summary>
    [JsonPropertyName("header")]
    public HttpHeaderAuth? Header { get; init; }

    /// <summary>A query parameter.</summary>
    [JsonPropertyName("query")]
    public HttpQueryAuth? Query { get; init; }
}
