using System.Text.Json.Serialization;

namespace Paddock.Contracts.Runtimes;

/// <summary>The body of <c>POST /v1/runtimes/{id}/revisions</c>.</summary>
public sealed record CreateRevisionRequest
{
    /// <summary>The packages.</summary>
    [JsonPropertyName("manifest_file")]
    public required ManifestFile ManifestFile { get; init; }

    /// <summary>Python only: import statements that are executed ahead, so that no execution pays for them. Up to 16 KiB.</summary>
    [JsonPropertyName("additional_python_imports")]
    public string? AdditionalPythonImports { get; init; }
}
