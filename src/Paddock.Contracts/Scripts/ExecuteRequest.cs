using System.Text.Json.Serialization;
using Paddock.Contracts.Executions;

namespace Paddock.Contracts.Scripts;

/// <summary>The body of <c>POST /v1/execute</c>.</summary>
public sealed record ExecuteRequest
{
    /// <summary><c>python</c>, <c>javascript</c>, <c>typescript</c>, <c>ruby</c> or <c>php</c>, in any letter case.</summary>
    [JsonPropertyName("language")]
    public required string Language { get; init; }

    /// <summary>Source text of the script, up to 1 MiB of UTF-8.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>What the script finds on its standard input, up to 10 MiB of UTF-8.</summary>
    [JsonPropertyName("stdin")]
    public string? Stdin { get; init; }

    /// <summary>Its arguments, up to 100 of up to 100 KiB each.</summary>
    [JsonPropertyName("args")]
    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>Environment variables of the execution.</summary>
    [JsonPropertyName("env")]
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Files that stand under <c>/mnt/req</c> when the code starts.</summary>
    [JsonPropertyName("files")]
    public IReadOnlyList<RequestFile>? Files { get; init; }

    /// <summary>What the code may reach over the network. Absent means nothing.</summary>
    [JsonPropertyName("http")]
    public HttpAccess? Http { get; init; }

    /// <summary>Limits of the execution.</summary>
    [JsonPropertyName("limits")]
    public RequestLimits? Limits { get; init; }

    /// <summary>The runtime revision to run on. Absent means the plain runtime.</summary>
    [JsonPropertyName("runtime_revision_id")]
    public string? RuntimeRevisionId { get; init; }
}
