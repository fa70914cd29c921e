using System.Text.Json.Serialization;
using Paddock.Contracts.Scripts;

namespace Paddock.Contracts.Executions;

/// <summary>Of an execution by <c>POST /v1/execute</c>.</summary>
public sealed record ScriptExecutionDetails : ExecutionDetails
{
    /// <summary>The request, secrets masked.</summary>
    [JsonPropertyName("request")]
    public required ExecuteRequest Request { get; init; }

    /// <summary>The answer, secrets masked.</summary>
    [JsonPropertyName("response")]
    public required ExecutionResult Response { get; init; }
}
