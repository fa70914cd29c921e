using System.Text.Json;
using System.Text.Json.Serialization;
using Paddock.Contracts.Executions;

namespace Paddock.Contracts.Functions;

/// <summary>The answer of <c>POST /v1/execute-function</c>.</summary>
public sealed record ExecuteFunctionResponse
{
    /// <summary>What <c>execute</c> returned; null when there is nothing.</summary>
    [JsonPropertyName("output")]
    public required JsonElement Output { get; init; }

    /// <summary><c>valid</c>, <c>json_serialization_error</c> or <c>error</c>.</summary>
    [JsonPropertyName("output_status")]
    public required string OutputStatus { get; init; }

    /// <summary>How the execution went.</summary>
    [JsonPropertyName("execution")]
    public required ExecutionResult Execution { get; init; }
}
