using System.Text.Json.Serialization;

namespace Paddock.Contracts.Resources;

/// <summary>The answer of a DELETE.</summary>
public sealed record Deleted
{
    /// <summary>What was deleted.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Always true.</summary>
    [JsonPropertyName("deleted")]
    public required bool IsDeleted { get; init; }
}
