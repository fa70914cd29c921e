namespace Paddock.Core.Executions;

/// <summary>How an execution ended, decided from facts the cell cannot forge. The comment says whose doing each is.</summary>
public enum Ending
{
    /// <summary>The code came to an end by itself: a result frame arrived, or the process exited.</summary>
    Exited,

    /// <summary>User code: it ran longer than <see cref="ExecutionLimits.Timeout"/> and was killed.</summary>
    Timeout,

    /// <summary>User code: it used more than <see cref="ExecutionLimits.MemoryBytes"/> and was killed.</summary>
    Memory,

    /// <summary>User code: it died of a signal.</summary>
    Signal,

    /// <summary>User code: its result was larger than the cap and it was killed.</summary>
    OutputTooLarge,

    /// <summary>User code: what it sent as its result is not a well-formed result frame with well-formed JSON.</summary>
    BrokenResult,

    /// <summary>Load: the queue was full, or no cell came free in time. Nothing ran.</summary>
    Busy,

    /// <summary>Load: unread answers filled what the server keeps for them, and this one had no room; it was killed.</summary>
    NoRoom,

    /// <summary>Our fault: no cell could be made, or its jail died under it.</summary>
    SandboxFailed,
}
