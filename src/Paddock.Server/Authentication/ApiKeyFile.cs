using System.Text.Json.Serialization;

namespace Paddock.Server.Authentication;

/// <summary>The content of <c>api-keys.json</c>.</summary>
internal sealed record ApiKeyFile
{
    /// <summary>SHA-256 of each key, in hexadecimal.</summary>
    [JsonPropertyName("sha256")]
    public required IReadOnlyList<string> Sha256 { get; init; }
}
