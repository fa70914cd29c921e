using System.Text.Json.Serialization;

namespace Paddock.Contracts.Executions;

/// <summary>One request of an execution over the network. No secret is in it.</summary>
public sealed record NetworkRequest
{
    /// <summary>The method.</summary>
    [JsonPropertyName("method")]
    public required string Method { get; init; }

    /// <summary>Scheme, host and path; of a query only the names, each value masked.</summary>
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    /// <summary>Whether <c>http.allow</c> let it through.</summary>
    [JsonPropertyName("allowed")]
    public required bool Allowed { get; init; }

    /// <summary>Status that the code got, 100 to 599; 0 when the connection ended without one.</summary>
    [JsonPropertyName("status")]
    public required int Status { get; init; }

    /// <summary>Bytes of the request's body.</summary>
    [JsonPropertyName("sent_bytes")]
    public required long SentBytes { get; init; }

    /// <summary>Bytes of the response's body.</summary>
    [JsonPropertyName("received_bytes")]
    public required long ReceivedBytes { get; init; }

    /// <summary>Whole milliseconds, rounded up, from the request's head to the end of its response.</summary>
    [JsonPropertyName("duration")]
    public required long Duration { get; init; }
}
