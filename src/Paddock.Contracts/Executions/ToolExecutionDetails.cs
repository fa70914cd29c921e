using System.Text.Json.Serialization;
using Paddock.Contracts.Functions;
using Paddock.Contracts.Tools;

namespace Paddock.Contracts.Executions;

/// <summary>Of an execution by <c>POST /v1/tools/{id}/execute</c>.</summary>
public sealed record ToolExecutionDetails : ExecutionDetails
{
    /// <summary>ULID of the tool.</summary>
    [JsonPropertyName("tool_id")]
    public required string ToolId { get; init; }

    /// <summary>The request, secrets masked.</summary>
    [JsonPropertyName("request")]
    public required ExecuteToolRequest Request { get; init; }

    /// <summary>The answer, secrets masked.</summary>
    [JsonPropertyName("response")]
    public required ExecuteFunctionResponse Response { get; init; }
}
