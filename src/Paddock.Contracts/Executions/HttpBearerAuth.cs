using System.Text.Json.Serialization;

namespace Paddock.Contracts.Executions;

/// <summary>A bearer token.</summary>
public sealed record HttpBearerAuth
{
    /// <summary>The token, without <c>Bearer</c> in front.</summary>
    [JsonPropertyName("token")]
    public string? Token { get; init; }

    /// <summary>The id of the secret that has it, in place of <see cref="Token"/>.</summary>
    [JsonPropertyName("secret_id")]
    public string? SecretId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "HttpBearerAuth ***";
}
