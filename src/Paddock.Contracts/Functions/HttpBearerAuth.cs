using System.Text.Json.Serialization;

namespace Paddock.Contracts.Functions;

/// <summary>A bearer token.</summary>
public sealed record HttpBearerAuth
{
    /// <summary>The token, without <c>Bearer</c> in front.</summary>
    [JsonPropertyName("token")]
    public required string Token { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "HttpBearerAuth ***";
}
