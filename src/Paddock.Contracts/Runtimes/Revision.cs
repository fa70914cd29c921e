using System.Text.Json.Serialization;

namespace Paddock.Contracts.Runtimes;

/// <summary>An immutable set of packages. Once it has succeeded its id can be the <c>runtime_revision_id</c> of an execution.</summary>
public sealed record Revision
{
    /// <summary>ULID.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>ULID of the runtime it belongs to.</summary>
    [JsonPropertyName("runtime_id")]
    public required string RuntimeId { get; init; }

    /// <summary>The packages that were asked for.</summary>
    [JsonPropertyName("manifest_file")]
    public required ManifestFile ManifestFile { get; init; }

    /// <summary>One of <see cref="RevisionStatuses"/>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>The import statements that are executed ahead; absent when there are none.</summary>
    [JsonPropertyName("additional_python_imports")]
    public string? AdditionalPythonImports { get; init; }

    /// <summary>What the build has said so far, the reason of a failure last. Absent in lists. An addition of Paddock's.</summary>
    [JsonPropertyName("build_log")]
    public string? BuildLog { get; init; }

    /// <summary>What was resolved, with hashes: a requirements.txt that gives the same packages again, or the bun.lock that belongs to the package.json. Absent in lists and until the build has succeeded. An addition of Paddock's.</summary>
    [JsonPropertyName("lock_file")]
    public ManifestFile? LockFile { get; init; }
}
