using System.Text.Json.Serialization;

namespace Paddock.Contracts.Executions;

/// <summary>A query parameter with a secret value.</summary>
public sealed record HttpQueryAuth
{
    /// <summary>The name of the parameter.</summary>
    [JsonPropertyName("key")]
    public required string Key { get; init; }

    /// <summary>Its value.</summary>
    [JsonPropertyName("value")]
    public string? Value { get; init; }

    /// <summary>The id of the secret that has it, in place of <see cref="Value"/>.</summary>
    [JsonPropertyName("secret_id")]
    public string? SecretId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"HttpQueryAuth {Key} ***";
}
