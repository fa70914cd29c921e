using System.Text.Json.Serialization;

namespace Paddock.Contracts.Functions;

/// <summary>A header with a secret value.</summary>
public sealed record HttpHeaderAuth
{
    /// <summary>The name of the header.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Its value.</summary>
    [JsonPropertyName("value")]
    public required string Value { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"HttpHeaderAuth {Name} ***";
}
