using System.Text.Json.Serialization;

namespace Paddock.Contracts.Runtimes;

/// <summary>The body of <c>POST /v1/runtimes</c>. It makes the runtime's first revision too.</summary>
public sealed record CreateRuntimeRequest
{
    /// <summary>What it is called, 1 to 256 characters.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary><c>python</c> or <c>javascript</c> (which serves TypeScript too), in any letter case.</summary>
    [JsonPropertyName("language")]
    public required string Language { get; init; }

    /// <summary>The packages.</summary>
    [JsonPropertyName("manifest_file")]
    public required ManifestFile ManifestFile { get; init; }

    /// <summary><c>wasi</c>, <c>microvm</c> or <c>v8</c>: accepted and echoed. Paddock has one engine, which runs all of them.</summary>
    [JsonPropertyName("engine")]
    public string? Engine { get; init; }

    /// <summary>Python only: import statements that are executed ahead, so that no execution pays for them. Up to 16 KiB.</summary>
    [JsonPropertyName("additional_python_imports")]
    public string? AdditionalPythonImports { get; init; }
}
