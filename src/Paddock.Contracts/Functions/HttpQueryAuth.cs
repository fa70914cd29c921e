using System.Text.Json.Serialization;

namespace Paddock.Contracts.Functions;

/// <summary>A query parameter with a secret value.</summary>
public sealed record HttpQueryAuth
{
    /// <summary>The name of the parameter.</summary>
    [JsonPropertyName("key")]
    public required string Key { get; init; }

    /// <summary>Its value.</summary>
    [JsonPropertyName("value")]
    public required string Value { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"HttpQueryAuth {Key} ***";
}
