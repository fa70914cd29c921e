using Microsoft.Extensions.Logging;
using Paddock.Core.Executions;
using Paddock.Core.Runtimes;
using Paddock.Sandbox.Builds;

namespace Paddock.Sandbox.Revisions;

/// <summary>
/// The pools of revisions: each is started when it is first used and kept until another needs its memory. Who goes then is the one that was used the
/// longest ago of those on which nothing runs; when there is none, the newcomer waits.
/// </summary>
internal sealed partial class RevisionPools : IRevisionTemplates, IAsyncDisposable
{
    /// <summary>What a revision is expected to take that was never measured.</summary>
    internal const long UnknownBytes = 64L * 1024 * 1024;

    /// <summary>Revisions whose size is remembered; beyond that all are forgotten, and measured anew.</summary>
    private const int MaxRemembered = 10_000;

    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RevisionSeat> _seats = new(StringComparer.Ordinal); // by revision
    private readonly HashSet<RevisionSeat> _leaving = [];
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private readonly RevisionSettings _settings;
    private readonly IRevisionStarter _starter;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    private TaskCompletionSource _changed = NewSignal(); // a seat has come free, or is gone
    private long _uses;
    private int _waiting;
    private bool _stopping;

    internal RevisionPools(RevisionSettings settings, IRevisionStarter starter, TimeProvider time, ILogger logger)
    {
        (_settings, _starter, _time, _logger) = (settings, starter, time, logger);
        _timer = time.CreateTimer(static pools => ((RevisionPools)pools!).Maintain(), this, s_tick, s_tick);
    }

    /// <summary>All of them as one; null while there is none.</summary>
    internal PoolHealth? Health
    {
        get
        {
            PoolHealth[] pools;
            int waiting;
            lock (_gate)
            {
                pools = [.. _seats.Values.Select(static seat => seat.Ready?.Health).OfType<PoolHealth>()];
                waiting = _waiting;
                if (_seats.Count == 0 && waiting == 0)
                {
                    return null;
                }
            }

            return new PoolHealth("revisions", pools.Sum(static pool => pool.Ready), pools.Sum(static pool => pool.Running), pools.Sum(static pool => pool.Queued) + waiting);
        }
    }

    /// <summary>Runs a job on the revision it names.</summary>
    internal async ValueTask<SandboxOutcome> RunAsync(ExecutionJob job, CancellationToken cancellationToken)
    {
        RevisionSeat? seat = await TakeSeatAsync(job.Packages!, cancellationToken).ConfigureAwait(false);
        if (seat is null)
        {
            return new SandboxOutcome { Ending = Ending.Busy, RetryAfter = s_tick };
        }

        try
        {
            IRevisionPool pool = await seat.Pool.WaitAsync(cancellationToken).ConfigureAwait(false);
            return await pool.RunAsync(job, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (seat.Pool.IsFaulted)
        {
            // Whatever the reason: a seat without a pool must not be kept for the next.
            Retire(seat);
            return new SandboxOutcome { Ending = Ending.SandboxFailed, Fault = error.Message };
        }
        finally
        {
            LeaveSeat(seat);
        }
    }

    /// <inheritdoc/>
    public async Task<string?> WarmAsync(PackageSet packages, CancellationToken cancellationToken)
    {
        await RemoveAsync(packages.RevisionId).WaitAsync(cancellationToken).ConfigureAwait(false);
        ExecutionJob trial = TrialRun.In(packages.Language == RuntimeLanguage.Python ? Language.Python : Language.JavaScript, _settings.Executions) with { Packages = packages };
        string? failure = TrialRun.Judge(trial, await RunAsync(trial, cancellationToken).ConfigureAwait(false));
        if (failure is not null)
        {
            await RemoveAsync(packages.RevisionId).ConfigureAwait(false);
        }

        return failure;
    }

    /// <inheritdoc/>
    public void Forget(string revisionId) => _ = RemoveAsync(revisionId);

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        Task[] gone;
        lock (_gate)
        {
            _stopping = true;
            foreach (RevisionSeat seat in _seats.Values.Concat(_leaving).ToArray())
            {
                Retire(seat);
                End(seat);
            }

            gone = [.. _leaving.Select(static seat => seat.Leaving!.Task)];
            Signal();
        }

        await Task.WhenAll(gone).ConfigureAwait(false);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task RemoveAsync(string revisionId)
    {
        lock (_gate)
        {
            if (_seats.TryGetValue(revisionId, out RevisionSeat? seat))
            {
                Retire(seat);
            }

            return Task.WhenAll(_leaving.Where(one => one.Packages.RevisionId == revisionId).Select(static one => one.Leaving!.Task));
        }
    }

    private void LeaveSeat(RevisionSeat seat)
    {
        lock (_gate)
        {
            if (--seat.Users > 0)
            {
                return;
            }

            if (seat.Leaving is not null)
            {
                End(seat);
            }

            Signal();
        }
    }

    /// <summary>Nobody new gets it; it goes with the last that uses it.</summary>
    private void Retire(RevisionSeat seat)
    {
        lock (_gate)
        {
            if (seat.Leaving is not null)
            {
                return;
            }

            seat.Leaving = NewSignal();
            _seats.Remove(seat.Packages.RevisionId);
            _leaving.Add(seat);
            if (seat.Users == 0)
            {
                End(seat);
            }
        }
    }

    private void End(RevisionSeat seat)
    {
        if (!seat.IsEnding)
        {
            seat.IsEnding = true;
            _ = EndAsync(seat);
        }
    }

    private async Task EndAsync(RevisionSeat seat)
    {
        try
        {
            IRevisionPool pool = await seat.Pool.ConfigureAwait(false);
            await pool.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Log.NotStarted(_logger, seat.Packages.RevisionId, error.Message);
        }
        finally
        {
            lock (_gate)
            {
                _leaving.Remove(seat);
                seat.Leaving!.TrySetResult();
                Signal();
            }
        }
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2301, Level = LogLevel.Error, Message = "Revision {Revision}: {Reason}")]
        internal static partial void NotStarted(ILogger logger, string revision, string reason);
    }
}
