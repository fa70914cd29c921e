using System.Text.Json.Serialization;

namespace Paddock.Contracts.Secrets;

/// <summary>The answer of <c>GET /v1/secrets</c>.</summary>
public sealed record SecretList
{
    /// <summary>A page of secrets, the newest first; empty at the end.</summary>
    [JsonPropertyName("secrets")]
    public required IReadOnlyList<SecretInfo> Secrets { get; init; }
}
