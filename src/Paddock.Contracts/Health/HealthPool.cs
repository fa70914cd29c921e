using System.Text.Json.Serialization;

namespace Paddock.Contracts.Health;

/// <summary>The state of one pool.</summary>
public sealed record HealthPool
{
    /// <summary>Name of the pool, for example <c>python</c>.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Cells that wait for a job.</summary>
    [JsonPropertyName("ready")]
    public required int Ready { get; init; }

    /// <summary>Cells that run one.</summary>
    [JsonPropertyName("running")]
    public required int Running { get; init; }

    /// <summary>Requests that wait for a cell.</summary>
    [JsonPropertyName("queued")]
    public required int Queued { get; init; }
}
