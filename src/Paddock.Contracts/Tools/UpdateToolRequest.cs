using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paddock.Contracts.Tools;

/// <summary>The body of <c>POST /v1/tools/{id}</c>. What is absent stays as it is.</summary>
public sealed record UpdateToolRequest
{
    /// <summary>What it is called, 1 to 256 characters.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>Source text that defines <c>execute</c>, up to 1 MiB of UTF-8.</summary>
    [JsonPropertyName("code")]
    public string? Code { get; init; }

    /// <summary><c>python</c>, <c>javascript</c> or <c>typescript</c>, in any letter case.</summary>
    [JsonPropertyName("language")]
    public string? Language { get; init; }

    /// <summary>What it does.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>JSON Schema, draft 2020-12 or 7, of its input.</summary>
    [JsonPropertyName("input_schema")]
    public JsonElement? InputSchema { get; init; }

    /// <summary>The runtime revision to run on; empty: the plain runtime.</summary>
    [JsonPropertyName("runtime_revision_id")]
    public string? RuntimeRevisionId { get; init; }
}
