using System.Text.Json.Serialization;

namespace Paddock.Contracts.Executions;

/// <summary>How an execution went.</summary>
public sealed record ExecutionResult
{
    /// <summary>ULID of the execution.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>0 to 255. 124 after a timeout, 137 out of memory, 128 + n after signal n.</summary>
    [JsonPropertyName("exit_code")]
    public required int ExitCode { get; init; }

    /// <summary>What the code printed to stdout.</summary>
    [JsonPropertyName("stdout")]
    public required string Stdout { get; init; }

    /// <summary>What the code printed to stderr, then lines of ours that start with <c>paddock: </c>.</summary>
    [JsonPropertyName("stderr")]
    public required string Stderr { get; init; }

    /// <summary>Whole milliseconds, rounded up.</summary>
    [JsonPropertyName("duration")]
    public required long Duration { get; init; }

    /// <summary>One of <see cref="TerminationReasons"/>. Not in the original API.</summary>
    [JsonPropertyName("termination_reason")]
    public string? TerminationReason { get; init; }
}
