namespace Paddock.Client.Errors;

/// <summary>The server could not be reached, or the connection broke before the answer was whole.</summary>
public sealed class ConnectionFailedException : ConnectionException
{
    internal ConnectionFailedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
