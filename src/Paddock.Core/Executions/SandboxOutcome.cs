namespace Paddock.Core.Executions;

/// <summary>The facts of one ended execution; <see cref="Ending"/> says which of the others mean something.</summary>
public sealed record SandboxOutcome
{
    /// <summary>How it ended.</summary>
    public required Ending Ending { get; init; }

    /// <summary>Exit code of the code, 0 to 255, when <see cref="Ending"/> is <see cref="Ending.Exited"/>.</summary>
    public int ExitCode { get; init; }

    /// <summary>The signal, 1 to 64, when <see cref="Ending"/> is <see cref="Ending.Signal"/>.</summary>
    public int Signal { get; init; }

    /// <summary>True when a result frame arrived; false when the process ended without one.</summary>
    public bool HasResult { get; init; }

    /// <summary>What became of the returned value, when <see cref="HasResult"/>.</summary>
    public OutputStatus OutputStatus { get; init; } = OutputStatus.Error;

    /// <summary>The returned value as checked UTF-8 JSON; empty means null.</summary>
    public ReadOnlyMemory<byte> Output { get; init; }

    /// <summary>The most bytes a result may have, when <see cref="Ending"/> is <see cref="Ending.OutputTooLarge"/>; 0 when nobody said.</summary>
    public long OutputCapBytes { get; init; }

    /// <summary>What was printed to stdout.</summary>
    public CapturedStream Stdout { get; init; } = CapturedStream.Empty;

    /// <summary>What was printed to stderr.</summary>
    public CapturedStream Stderr { get; init; } = CapturedStream.Empty;

    /// <summary>Time from handing over the job to its end.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>One line for the operator's log when the fault is ours; never sent to a caller.</summary>
    public string? Fault { get; init; }

    /// <summary>How long a caller should wait before the next try, when <see cref="Ending"/> is <see cref="Ending.Busy"/> or <see cref="Ending.NoRoom"/>.</summary>
    public TimeSpan RetryAfter { get; init; }

    /// <summary>What accounts for the bytes; disposed of when nobody needs them any more.</summary>
    public IDisposable? Memory { get; init; }
}
