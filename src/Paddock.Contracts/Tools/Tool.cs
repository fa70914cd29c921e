using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paddock.Contracts.Tools;

/// <summary>A stored function that can be called by its id.</summary>
public sealed record Tool
{
    /// <summary>ULID.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>What it is called.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>What it does; empty when nobody said.</summary>
    [JsonPropertyName("description")]
    public required string Description { get; init; }

    /// <summary>Source text that defines <c>execute</c>.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary><c>python</c>, <c>javascript</c> or <c>typescript</c>.</summary>
    [JsonPropertyName("language")]
    public required string Language { get; init; }

    /// <summary>JSON Schema, draft 2020-12 or 7, of its input.</summary>
    [JsonPropertyName("input_schema")]
    public required JsonElement InputSchema { get; init; }

    /// <summary>ULID of the current revision; every update makes a new one.</summary>
    [JsonPropertyName("revision_id")]
    public required string RevisionId { get; init; }

    /// <summary>The runtime revision it runs on. Absent means the plain runtime.</summary>
    [JsonPropertyName("runtime_revision_id")]
    public string? RuntimeRevisionId { get; init; }
}
