using System.Text.Json.Serialization;

namespace Paddock.Contracts.Executions;

/// <summary>One host an execution may reach.</summary>
public sealed record HttpAllow
{
    /// <summary>A host name, <c>*.example.com</c> for its subdomains, or <c>*</c> for any host; a <c>:port</c> may follow.</summary>
    [JsonPropertyName("host")]
    public required string Host { get; init; }

    /// <summary>A credential that is added to requests to this host, outside the sandbox.</summary>
    [JsonPropertyName("auth")]
    public HttpAuth? Auth { get; init; }
}
