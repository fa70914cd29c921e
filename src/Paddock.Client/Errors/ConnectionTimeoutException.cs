namespace Paddock.Client.Errors;

/// <summary>The answer took longer than <see cref="PaddockClientOptions.Timeout"/> allows.</summary>
public sealed class ConnectionTimeoutException : ConnectionException
{
    internal ConnectionTimeoutException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
