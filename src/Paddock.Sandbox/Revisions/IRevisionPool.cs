using Paddock.Core.Executions;

namespace Paddock.Sandbox.Revisions;

/// <summary>The pool of one revision.</summary>
internal interface IRevisionPool : IAsyncDisposable
{
    /// <summary>Memory it takes now, in bytes: its template and its cells. 0 when that cannot be told.</summary>
    long MemoryBytes { get; }

    /// <summary>What its cells do.</summary>
    PoolHealth Health { get; }

    /// <summary>Runs a job in one of its cells.</summary>
    ValueTask<SandboxOutcome> RunAsync(ExecutionJob job, CancellationToken cancellationToken);
}
