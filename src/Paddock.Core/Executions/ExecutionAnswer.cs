namespace Paddock.Core.Executions;

/// <summary>What a request got: exactly one of the two.</summary>
/// <param name="Reply">The answer of the executed function.</param>
/// <param name="Rejection">Why there is none.</param>
public readonly record struct ExecutionAnswer(ExecutionReply? Reply, Rejection? Rejection)
{
    /// <summary>What accounts for the bytes of the reply: dispose of it once they are written.</summary>
    public IDisposable? Memory { get; init; }

    internal static ExecutionAnswer Of(ExecutionReply reply) => new(reply, null);

    internal static ExecutionAnswer Of(Rejection rejection) => new(null, rejection);
}
