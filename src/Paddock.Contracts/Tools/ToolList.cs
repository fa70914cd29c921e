using System.Text.Json.Serialization;

namespace Paddock.Contracts.Tools;

/// <summary>The answer of <c>GET /v1/tools</c>.</summary>
public sealed record ToolList
{
    /// <summary>A page of tools, the newest first; empty at the end.</summary>
    [JsonPropertyName("tools")]
    public required IReadOnlyList<Tool> Tools { get; init; }
}
