namespace Paddock.Contracts.Errors;

/// <summary>The values of google.rpc.Code that this API uses. The comment names the HTTP status that goes with each.</summary>
public static class StatusCode
{
    /// <summary>The request is wrong whatever the state of the server: HTTP 400; 413 when the body is too large.</summary>
    public const int InvalidArgument = 3;

    /// <summary>What was asked for does not exist: HTTP 404.</summary>
    public const int NotFound = 5;

    /// <summary>The caller is known and may not: HTTP 403.</summary>
    public const int PermissionDenied = 7;

    /// <summary>The server is full; try again later: HTTP 429.</summary>
    public const int ResourceExhausted = 8;

    /// <summary>The request is right, but not in this state of things, which asking again does not change: HTTP 400.</summary>
    public const int FailedPrecondition = 9;

    /// <summary>HTTP 405: a method that the path does not take.</summary>
    public const int Unimplemented = 12;

    /// <summary>Our fault: HTTP 500.</summary>
    public const int Internal = 13;

    /// <summary>Not ready, or on its way down: HTTP 503.</summary>
    public const int Unavailable = 14;

    /// <summary>No key, or a wrong one: HTTP 401.</summary>
    public const int Unauthenticated = 16;
}
