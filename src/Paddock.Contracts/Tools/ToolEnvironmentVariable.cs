using System.Text.Json.Serialization;

namespace Paddock.Contracts.Tools;

/// <summary>An environment variable of a tool's execution: a value, or the id of a secret that has it.</summary>
public sealed record ToolEnvironmentVariable
{
    /// <summary>Its name.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Its value.</summary>
    [JsonPropertyName("value")]
    public string? Value { get; init; }

    /// <summary>The id of the secret that has its value.</summary>
    [JsonPropertyName("secret_id")]
    public string? SecretId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"ToolEnvironmentVariable {Name} ***";
}
