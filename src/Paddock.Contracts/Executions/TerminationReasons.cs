namespace Paddock.Contracts.Executions;

/// <summary>The values of <see cref="ExecutionResult.TerminationReason"/>.</summary>
public static class TerminationReasons
{
    /// <summary>It came to an end by itself.</summary>
    public const string Exited = "exited";

    /// <summary>It ran longer than allowed.</summary>
    public const string Timeout = "timeout";

    /// <summary>It used more memory than allowed.</summary>
    public const string Memory = "memory";

    /// <summary>It died of a signal.</summary>
    public const string Signal = "signal";

    /// <summary>It printed or returned more than allowed.</summary>
    public const string OutputLimit = "output_limit";

    /// <summary>It was ended because its caller had hung up, or because there was no room for its answer. Only records have this.</summary>
    public const string Cancelled = "cancelled";
}
