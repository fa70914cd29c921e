using Paddock.Contracts.Errors;

namespace Paddock.Core.Executions;

/// <summary>Why a request gets no execution.</summary>
/// <param name="Code">One of <see cref="StatusCode"/>.</param>
/// <param name="Message">What is wrong and how to mend it, written for the caller.</param>
public sealed record Rejection(int Code, string Message)
{
    /// <summary>How long the caller should wait before the next try; null when waiting changes nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    internal static Rejection Invalid(string message) => new(StatusCode.InvalidArgument, message);
}
