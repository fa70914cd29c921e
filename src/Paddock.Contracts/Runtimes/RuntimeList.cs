using System.Text.Json.Serialization;

namespace Paddock.Contracts.Runtimes;

/// <summary>A page of runtimes, the newest first.</summary>
public sealed record RuntimeList
{
    /// <summary>Empty behind the last page.</summary>
    [JsonPropertyName("runtimes")]
    public required IReadOnlyList<Runtime> Runtimes { get; init; }
}
