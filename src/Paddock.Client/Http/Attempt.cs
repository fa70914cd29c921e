using Paddock.Client.Errors;

namespace Paddock.Client.Http;

/// <summary>How one try went: <see cref="Body"/> of a success, or <see cref="Error"/>.</summary>
internal sealed record Attempt
{
    public byte[]? Body { get; init; }

    public PaddockException? Error { get; init; }

    /// <summary>Whether another try may help.</summary>
    public bool MayRetry { get; init; }

    /// <summary>What the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
