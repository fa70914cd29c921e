using System.Text.Json.Serialization;

namespace Paddock.Contracts.Runtimes;

/// <summary>Names the packages of a revision, as the language's own package manager reads it.</summary>
public sealed record ManifestFile
{
    /// <summary><c>requirements.txt</c> for Python, <c>package.json</c> for JavaScript.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>The text of the file, up to 64 KiB of UTF-8.</summary>
    [JsonPropertyName("contents")]
    public required string Contents { get; init; }
}
