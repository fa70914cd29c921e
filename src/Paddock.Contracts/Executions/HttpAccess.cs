using System.Text.Json.Serialization;

namespace Paddock.Contracts.Executions;

/// <summary>What an execution may reach over the network.</summary>
public sealed record HttpAccess
{
    /// <summary>The hosts. Absent or empty means none.</summary>
    [JsonPropertyName("allow")]
    public IReadOnlyList<HttpAllow>? Allow { get; init; }
}
