using System.Text.Json.Serialization;

namespace Paddock.Contracts.Runtimes;

/// <summary>All revisions of a runtime, the newest first.</summary>
public sealed record RevisionList
{
    /// <summary>Never empty: a runtime is made with its first one.</summary>
    [JsonPropertyName("revisions")]
    public required IReadOnlyList<Revision> Revisions { get; init; }
}
