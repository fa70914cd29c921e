namespace Paddock.Client.Errors;

/// <summary>No whole answer came. Whether the code ran is not known.</summary>
public abstract class ConnectionException : PaddockException
{
    private protected ConnectionException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
