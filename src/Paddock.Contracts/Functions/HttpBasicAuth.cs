using System.Text.Json.Serialization;

namespace Paddock.Contracts.Functions;

/// <summary>HTTP basic authentication.</summary>
public sealed record HttpBasicAuth
{
    /// <summary>The user.</summary>
    [JsonPropertyName("user_id")]
    public required string UserId { get; init; }

    /// <summary>The password.</summary>
    [JsonPropertyName("password")]
    public required string Password { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"HttpBasicAuth {UserId} ***";
}
