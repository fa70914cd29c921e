namespace Paddock.Client.Errors;

/// <summary>429: every cell is taken, or the key has used up its share. It has been tried again by then, as often as was asked for.</summary>
public sealed class RateLimitException : PaddockApiException
{
    internal RateLimitException(ApiFault fault)
        : base(fault)
    {
    }

    /// <summary>How long the server wants to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter => Fault.RetryAfter;
}
