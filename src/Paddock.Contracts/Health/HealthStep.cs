using System.Text.Json.Serialization;

namespace Paddock.Contracts.Health;

/// <summary>How long one step of an execution takes in one pool, since the server started.</summary>
public sealed record HealthStep
{
    /// <summary>Name of the pool.</summary>
    [JsonPropertyName("pool")]
    public required string Pool { get; init; }

    /// <summary><c>queue</c>, <c>door</c>, <c>dispatch</c>, <c>run</c>, <c>result</c>, <c>reap</c>, <c>spawn</c>, <c>cage</c> or <c>refill</c>.</summary>
    [JsonPropertyName("step")]
    public required string Step { get; init; }

    /// <summary>How often it was measured.</summary>
    [JsonPropertyName("count")]
    public required long Count { get; init; }

    /// <summary>Median in milliseconds, within 12 %.</summary>
    [JsonPropertyName("p50_ms")]
    public required double P50Milliseconds { get; init; }

    /// <summary>99th percentile in milliseconds, within 12 %.</summary>
    [JsonPropertyName("p99_ms")]
    public required double P99Milliseconds { get; init; }
}
