namespace Paddock.Client.Errors;

/// <summary>A call did not come to a good end. Everything that this library throws is one, but for wrong arguments and cancellation.</summary>
public abstract class PaddockException : Exception
{
    private protected PaddockException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
