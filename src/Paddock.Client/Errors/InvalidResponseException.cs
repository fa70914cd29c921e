namespace Paddock.Client.Errors;

/// <summary>The answer was a success but not of this API: another server or a proxy may have given it.</summary>
public sealed class InvalidResponseException : PaddockException
{
    internal InvalidResponseException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
