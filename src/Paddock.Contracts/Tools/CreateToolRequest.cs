using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paddock.Contracts.Tools;

/// <summary>The body of <c>POST /v1/tools</c>.</summary>
public sealed record CreateToolRequest
{
    /// <summary>What it is called, 1 to 256 characters.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Source text that defines <c>execute</c>, up to 1 MiB of UTF-8.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary><c>python</c>, <c>javascript</c> or <c>typescript</c>, in any letter case.</summary>
    [JsonPropertyName("language")]
    public required string Language { get; init; }

    /// <summary>What it does.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>JSON Schema, draft 2020-12 or 7, of its input. Absent: any input will do.</summary>
    [JsonPropertyName("input_schema")]
    public JsonElement? InputSchema { get; init; }

    /// <summary>The runtime revision to run on. Absent means the plain runtime.</summary>
    [JsonPropertyName("runtime_revision_id")]
    public string? RuntimeRevisionId { get; init; }
}
