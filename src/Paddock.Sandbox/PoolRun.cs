using System.Buffers;
using Paddock.Core.Executions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Pools;
using Paddock.Sandbox.Steps;

namespace Paddock.Sandbox;

/// <summary>One execution in a cell of a pool: the cell rented, its limit and its door seen to, the job run, the cell given back.</summary>
internal static class PoolRun
{
    /// <summary>A cell that died while it waited costs one more try; so many fresh ones in a row, after all that were ready, are a fault.</summary>
    private const int FreshTries = 3;

    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(1);

    internal static async ValueTask<SandboxOutcome> RunAsync(Pool pool, ExecutionJob execution, TimeProvider time, CancellationToken cancellationToken)
    {
        ReadOnlySequence<byte> job = JobFrame.Write(execution);
        int tries = pool.Settings.MaxReady + FreshTries;
        for (int attempt = 0; attempt < tries; attempt++)
        {
            long asked = time.GetTimestamp();
            Rental rental = await pool.RentAsync(cancellationToken).ConfigureAwait(false);
            pool.Steps.Record(Step.Queue, time.GetElapsedTime(asked));
            if (rental.Cell is not { } cell)
            {
                return Counted(pool, Refuse(rental));
            }

            try
            {
                if (await RunInAsync(pool, cell, job, execution, time, cancellationToken).ConfigureAwait(false) is { } outcome)
                {
                    return Counted(pool, outcome);
                }
            }
            finally
            {
                pool.Return(cell);
            }
        }

        return Counted(pool, Failed($"{tries} cells of the {pool.Settings.Name} pool died before they could take the job"));
    }

    private static SandboxOutcome Counted(Pool pool, SandboxOutcome outcome)
    {
        pool.Steps.Count(outcome.Ending);
        return outcome;
    }

    /// <summary>Null: the cell had died before it could take the job.</summary>
    private static async ValueTask<SandboxOutcome?> RunInAsync(
        Pool pool, Cell cell, ReadOnlySequence<byte> job, ExecutionJob execution, TimeProvider time, CancellationToken cancellationToken)
    {
        if (execution.Limits.MemoryBytes != pool.Settings.MemoryBytes)
        {
            switch (await cell.LimitMemoryAsync(execution.Limits.MemoryBytes).WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                case LimitAnswer.Gone:
                    return null;
                case LimitAnswer.TooLow:
                    return new SandboxOutcome { Ending = Ending.Memory };
                case LimitAnswer.Refused:
                    return Failed($"the memory limit of a cell of the {pool.Settings.Name} pool could not be set");
            }
        }

        if (execution.Grant is { } grant)
        {
            long asked = time.GetTimestamp();
            DoorAnswer door = await cell.OpenDoorAsync(grant.Ports, cancellationToken).ConfigureAwait(false);
            if (door.Sockets is not { } sockets)
            {
                return door.Fault is null ? null : Failed($"the door of a cell of the {pool.Settings.Name} pool is not open: {door.Fault}");
            }

            grant.Serve(sockets);
            pool.Steps.Record(Step.Door, time.GetElapsedTime(asked));
        }

        return await cell.RunAsync(job, execution.Limits.Timeout, pool.Steps, cancellationToken).ConfigureAwait(false);
    }

    private static SandboxOutcome Failed(string fault) => new() { Ending = Ending.SandboxFailed, Fault = fault };

    private static SandboxOutcome Refuse(Rental rental) => rental.Fault is null
        ? new SandboxOutcome { Ending = Ending.Busy, RetryAfter = s_retryAfter }
        : Failed(rental.Fault);
}
