using System.Text.Json.Serialization;

namespace Paddock.Contracts.Health;

/// <summary>The state of one isolation layer.</summary>
public sealed record HealthLayer
{
    /// <summary>Stable name, for example <c>seccomp</c>.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary><c>active</c> or <c>missing</c>.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>One line for people.</summary>
    [JsonPropertyName("detail")]
    public required string Detail { get; init; }
}
