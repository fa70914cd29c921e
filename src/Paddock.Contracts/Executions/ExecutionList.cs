using System.Text.Json.Serialization;

namespace Paddock.Contracts.Executions;

/// <summary>The answer of <c>GET /v1/executions</c>.</summary>
public sealed record ExecutionList
{
    /// <summary>A page of executions, the newest first; empty at the end.</summary>
    [JsonPropertyName("data")]
    public required IReadOnlyList<Execution> Data { get; init; }
}
