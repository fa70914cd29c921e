namespace Paddock.Core.Grants;

/// <summary>One request of a cell through the door, for the execution's record. No secret is in it.</summary>
public sealed record GrantRequest
{
    /// <summary>The method, as it was sent.</summary>
    public required string Method { get; init; }

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public required string Scheme { get; init; }

    /// <summary>The host as canonical name or address, with <c>:port</c> where it is not the scheme's own.</summary>
    public required string Host { get; init; }

    /// <summary>The path; of a query only the names, each value masked.</summary>
    public required string Path { get; init; }

    /// <summary>Whether the grant allowed it.</summary>
    public required bool IsAllowed { get; init; }

    /// <summary>Status the code got, 100 to 599; 0 when the connection ended without one.</summary>
    public required int Status { get; init; }

    /// <summary>Bytes of the request's body.</summary>
    public required long SentBytes { get; init; }

    /// <summary>Bytes of the response's body.</summary>
    public required long ReceivedBytes { get; init; }

    /// <summary>Time from the request's head to the end of its response.</summary>
    public required TimeSpan Duration { get; init; }
}
