using System.Text.Json.Serialization;

namespace Paddock.Contracts.Secrets;

/// <summary>The body of <c>POST /v1/secrets</c>.</summary>
public sealed record CreateSecretRequest
{
    /// <summary>What it is called, 1 to 256 characters.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>The secret itself, 1 byte to 100 KiB of UTF-8. It is never given back.</summary>
    [JsonPropertyName("value")]
    public required string Value { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"CreateSecretRequest {Name} ***";
}
