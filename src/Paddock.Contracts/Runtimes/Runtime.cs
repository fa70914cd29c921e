using System.Text.Json.Serialization;

namespace Paddock.Contracts.Runtimes;

/// <summary>A named line of revisions, each a set of packages that executions can run with.</summary>
public sealed record Runtime
{
    /// <summary>ULID.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>What it is called.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary><c>python</c> or <c>javascript</c>.</summary>
    [JsonPropertyName("language")]
    public required string Language { get; init; }

    /// <summary>What its creator asked for: <c>wasi</c>, <c>microvm</c> or <c>v8</c>. It makes no difference.</summary>
    [JsonPropertyName("engine")]
    public required string Engine { get; init; }

    /// <summary>Of its newest revision; one of <see cref="RevisionStatuses"/>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>ULID of its newest revision.</summary>
    [JsonPropertyName("revision_id")]
    public required string RevisionId { get; init; }

    /// <summary>The packages of its newest revision.</summary>
    [JsonPropertyName("manifest_file")]
    public ManifestFile? ManifestFile { get; init; }

    /// <summary>The import statements of its newest revision; absent when there are none.</summary>
    [JsonPropertyName("additional_python_imports")]
    public string? AdditionalPythonImports { get; init; }
}
