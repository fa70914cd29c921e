using System.Text.Json.Serialization;
using Paddock.Contracts.Functions;

namespace Paddock.Contracts.Executions;

/// <summary>Of an execution by <c>POST /v1/execute-function</c>.</summary>
public sealed record FunctionExecutionDetails : ExecutionDetails
{
    /// <summary>The request, secrets masked.</summary>
    [JsonPropertyName("request")]
    public required ExecuteFunctionRequest Request { get; init; }

    /// <summary>The answer, secrets masked.</summary>
    [JsonPropertyName("response")]
    public required ExecuteFunctionResponse Response { get; init; }
}
