using System.Text.Json.Serialization;

namespace Paddock.Contracts.Executions;

/// <summary>What is kept of an execution.</summary>
public sealed record Execution
{
    /// <summary>ULID.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Whole milliseconds, rounded up.</summary>
    [JsonPropertyName("duration")]
    public required long Duration { get; init; }

    /// <summary>0 to 255.</summary>
    [JsonPropertyName("exit_code")]
    public required int ExitCode { get; init; }

    /// <summary><c>python</c>, <c>javascript</c>, <c>typescript</c>, <c>ruby</c> or <c>php</c>.</summary>
    [JsonPropertyName("language")]
    public required string Language { get; init; }

    /// <summary>When it was taken up.</summary>
    [JsonPropertyName("started_at")]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>What was asked and answered; by its kind.</summary>
    [JsonPropertyName("details")]
    public required ExecutionDetails Details { get; init; }

    /// <summary>Its requests over the network; absent when there were none. Not in the original API.</summary>
    [JsonPropertyName("network")]
    public IReadOnlyList<NetworkRequest>? Network { get; init; }

    /// <summary>How many more requests over the network there were than are listed; absent when there were none. Not in the original API.</summary>
    [JsonPropertyName("network_unlisted")]
    public long? NetworkUnlisted { get; init; }
}
