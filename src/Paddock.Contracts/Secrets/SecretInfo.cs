using System.Text.Json.Serialization;

namespace Paddock.Contracts.Secrets;

/// <summary>A stored secret, without its value.</summary>
public sealed record SecretInfo
{
    /// <summary>ULID.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>What it is called.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }
}
