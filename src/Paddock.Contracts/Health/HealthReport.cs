using System.Text.Json.Serialization;

namespace Paddock.Contracts.Health;

/// <summary>The answer of <c>GET /health</c>.</summary>
public sealed record HealthReport
{
    /// <summary><c>ready</c> or <c>unavailable</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>Version of the server.</summary>
    [JsonPropertyName("version")]
    public required string Version { get; init; }

    /// <summary>Whole seconds since the server started.</summary>
    [JsonPropertyName("uptime")]
    public required long Uptime { get; init; }

    /// <summary>Names of the layers without which the server was started by <c>--allow-degraded</c>; empty when the cage is whole.</summary>
    [JsonPropertyName("degraded")]
    public required IReadOnlyList<string> Degraded { get; init; }

    /// <summary>One entry per isolation layer.</summary>
    [JsonPropertyName("layers")]
    public required IReadOnlyList<HealthLayer> Layers { get; init; }

    /// <summary>One entry per pool.</summary>
    [JsonPropertyName("pools")]
    public required IReadOnlyList<HealthPool> Pools { get; init; }

    /// <summary>One entry per pool and step: where the time of the executions so far went.</summary>
    [JsonPropertyName("steps")]
    public required IReadOnlyList<HealthStep> Steps { get; init; }
}
