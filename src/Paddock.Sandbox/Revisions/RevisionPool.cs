using Paddock.Core.Executions;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Pools;

namespace Paddock.Sandbox.Revisions;

/// <summary>A pool over the jails of one revision.</summary>
/// <param name="pool">The pool.</param>
/// <param name="memory">Measures a jail.</param>
/// <param name="time">The clock.</param>
/// <param name="released">Called once every process of it is gone.</param>
internal sealed class RevisionPool(Pool pool, JailMemory memory, TimeProvider time, Action released) : IRevisionPool
{
    public long MemoryBytes => pool.Current is { } jail ? memory.Read(jail.Groups) : 0;

    public PoolHealth Health => pool.Health;

    public ValueTask<SandboxOutcome> RunAsync(ExecutionJob job, CancellationToken cancellationToken) => PoolRun.RunAsync(pool, job, time, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await pool.DisposeAsync().ConfigureAwait(false);
        released();
    }
}
