using System.Text.Json.Serialization;

namespace Paddock.Contracts.Executions;

/// <summary>HTTP basic authentication.</summary>
public sealed record HttpBasicAuth
{
    /// <summary>The user.</summary>
    [JsonPropertyName("user_id")]
    public required string UserId { get; init; }

    /// <summary>The password.</summary>
    [JsonPropertyName("password")]
    public string? Password { get; init; }

    /// <summary>The id of the secret that has it, in place of <see cref="Password"/>.</summary>
    [JsonPropertyName("secret_id")]
    public string? SecretId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"HttpBasicAuth {UserId} ***";
}
