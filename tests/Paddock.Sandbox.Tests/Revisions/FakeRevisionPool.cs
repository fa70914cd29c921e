using Paddock.Core.Executions;
using Paddock.Sandbox.Revisions;

namespace Paddock.Sandbox.Tests.Revisions;

/// <summary>A pool that answers at once, or when the test says so.</summary>
internal sealed class FakeRevisionPool(long bytes, Action gone) : IRevisionPool
{
    /// <summary>Where jobs wait; null: nowhere.</summary>
    internal TaskCompletionSource? Hold { get; set; }

    public long MemoryBytes => bytes;

    public PoolHealth Health { get; } = new("fake", 2, 1, 3);

    public async ValueTask<SandboxOutcome> RunAsync(ExecutionJob job, CancellationToken cancellationToken)
    {
        if (Hold is { } hold)
        {
            await hold.Task.WaitAsync(cancellationToken);
        }

        return new SandboxOutcome { Ending = Ending.Exited, HasResult = true, OutputStatus = OutputStatus.Valid, Output = job.Input };
    }

    public ValueTask DisposeAsync()
    {
        gone();
        return ValueTask.CompletedTask;
    }
}
