namespace Paddock.Core.Executions;

/// <summary>The answer to one executed function or script. The bytes are the sandbox's own: they are written out and then forgotten.</summary>
public sealed record ExecutionReply
{
    /// <summary>ULID of the execution.</summary>
    public required string Id { get; init; }

    /// <summary>The returned value as checked UTF-8 JSON; never empty. A script returns <c>null</c>.</summary>
    public required ReadOnlyMemory<byte> Output { get; init; }

    /// <summary>What became of the returned value. It says nothing of a script.</summary>
    public required OutputStatus OutputStatus { get; init; }

    /// <summary>0 to 255.</summary>
    public required int ExitCode { get; init; }

    /// <summary>What the code printed to stdout, as valid UTF-8.</summary>
    public required ReadOnlyMemory<byte> Stdout { get; init; }

    /// <summary>What the code printed to stderr, as valid UTF-8.</summary>
    public required ReadOnlyMemory<byte> Stderr { get; init; }

    /// <summary>Our own lines, which follow <see cref="Stderr"/>; empty when there is nothing to say.</summary>
    public required string Notes { get; init; }

    /// <summary>Whole milliseconds, rounded up.</summary>
    public required long DurationMilliseconds { get; init; }

    /// <summary>One of <see cref="Contracts.Executions.TerminationReasons"/>.</summary>
    public required string TerminationReason { get; init; }
}
