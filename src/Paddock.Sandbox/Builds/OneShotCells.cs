using Paddock.Core.Executions;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Pools;

namespace Paddock.Sandbox.Builds;

/// <summary>Cells with a jail of their own: a pool of one, for one job.</summary>
/// <param name="launcher">Starts jails; its loop serves nothing but these.</param>
/// <param name="uids">Those of the jails.</param>
/// <param name="newPool">Makes a pool.</param>
/// <param name="time">The clock.</param>
internal sealed class OneShotCells(JailLauncher launcher, UidOffsets uids, Func<PoolSettings, Func<IJailOwner, Jail>, Pool> newPool, TimeProvider time) : IOneShotCells, IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];

    /// <inheritdoc/>
    public async Task<SandboxOutcome> RunAsync(OneShotCell cell, ExecutionJob job, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        Task<SandboxOutcome> run;
        lock (_gate)
        {
            either.Token.ThrowIfCancellationRequested();
            run = RunOneAsync(cell, job, either.Token);
            _running.Add(run);
        }

        try
        {
            return await run.ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove(run);
            }
        }
    }

    /// <summary>Ends every cell.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task[] running;
        lock (_gate)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running.Select(static run => run.ContinueWith(static _ => { }, TaskScheduler.Default))).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task<SandboxOutcome> RunOneAsync(OneShotCell cell, ExecutionJob job, CancellationToken cancellationToken)
    {
        if (uids.Take() is not { } uid)
        {
            return Failed("no uid is free for it");
        }

        try
        {
            JailSpec spec = launcher.SpecOf(cell.Program, uid) with
            {
                Name = "build",
                Runtime = cell.Runtime,
                MemoryBytes = cell.MemoryBytes,
                MaxProcesses = cell.MaxProcesses,
                ScratchBytes = cell.ScratchBytes,
                ScratchFiles = cell.ScratchFiles,
                Binds = cell.Binds,
                Environment = cell.Environment,
                Stdout = cell.Stdout,
                Stderr = cell.Stderr,
            };
            var settings = new PoolSettings("build", 1, 1, 1, 1, s_patience, int.MaxValue, TimeSpan.MaxValue, cell.MemoryBytes);
            await using Pool pool = newPool(settings, owner => launcher.Start(spec, owner));
            await pool.FirstReady.WaitAsync(cancellationToken).ConfigureAwait(false);
            ExecutionJob limited = job with { Limits = job.Limits with { MemoryBytes = cell.MemoryBytes } };
            return await PoolRun.RunAsync(pool, limited, time, cancellationToken).ConfigureAwait(false);
        }
        catch (SandboxStartException error)
        {
            return Failed(error.Message);
        }
        finally
        {
            uids.GiveBack(uid);
        }
    }

    private static SandboxOutcome Failed(string fault) => new() { Ending = Ending.SandboxFailed, Fault = fault };
}
