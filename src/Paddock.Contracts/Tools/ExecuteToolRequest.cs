using System.Text.Json;
using System.Text.Json.Serialization;
using Paddock.Contracts.Executions;

namespace Paddock.Contracts.Tools;

/// <summary>The body of <c>POST /v1/tools/{id}/execute</c>.</summary>
public sealed record ExecuteToolRequest
{
    /// <summary>The argument of <c>execute</c>, checked against the tool's schema. Absent means null.</summary>
    [JsonPropertyName("input")]
    public JsonElement? Input { get; init; }

    /// <summary>The revision to run. Absent means the current one.</summary>
    [JsonPropertyName("revision_id")]
    public string? RevisionId { get; init; }

    /// <summary>Environment variables of the execution.</summary>
    [JsonPropertyName("env")]
    public IReadOnlyList<ToolEnvironmentVariable>? Environment { get; init; }

    /// <summary>Files that stand under <c>/mnt/req</c> when the code starts.</summary>
    [JsonPropertyName("files")]
    public IReadOnlyList<RequestFile>? Files { get; init; }

    /// <summary>What the code may reach over the network. Absent means nothing.</summary>
    [JsonPropertyName("http")]
    public HttpAccess? Http { get; init; }

    /// <summary>Limits of the execution.</summary>
    [JsonPropertyName("limits")]
    public RequestLimits? Limits { get; init; }
}
