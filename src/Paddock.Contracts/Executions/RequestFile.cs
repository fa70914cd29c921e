using System.Text.Json.Serialization;

namespace Paddock.Contracts.Executions;

/// <summary>One input file.</summary>
public sealed record RequestFile
{
    /// <summary>Relative path, up to 4,096 bytes, 255 for a segment.</summary>
    [JsonPropertyName("path")]
    public required string Path { get; init; }

    /// <summary>The text of the file.</summary>
    [JsonPropertyName("contents")]
    public required string Contents { get; init; }
}
