using System.Text.Json.Serialization;

namespace Paddock.Contracts.Executions;

/// <summary>What one execution may use.</summary>
public sealed record RequestLimits
{
    /// <summary>Wall-clock time in seconds. Absent or 0 means the server's default, 30.</summary>
    [JsonPropertyName("execution_timeout")]
    public long? ExecutionTimeout { get; init; }

    /// <summary>Memory in MiB. Absent or 0 means the server's default, 128.</summary>
    [JsonPropertyName("memory_size")]
    public long? MemorySize { get; init; }
}
