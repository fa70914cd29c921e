using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Paddock.Core.Runtimes;

/// <summary>
/// Builds revisions in the order they were asked for, several at a time, but one only of those that share their packages: the others wait for it. Of two projects the one
/// that has fewer builds under way is first; when one has all places, there is one more for the others, so that nobody keeps them waiting with builds that take long. What is in the queue is in the storage, too: nothing is lost when the server stops or dies.
/// </summary>
internal sealed partial class BuildQueue(
    BuildRun run, RevisionMaker maker, BuildRecovery recovery, IPackageBuilder builder, BuildWorkers workers, IOptions<RuntimesOptions> options, TimeProvider time, ILogger<BuildQueue> logger)
    : IHostedService, IDisposable
{
    /// <summary>How long a build that failed by our fault waits for the next attempt.</summary>
    private static readonly TimeSpan _retryPause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, BuildJob> _jobs = new(StringComparer.Ordinal);
    private readonly SortedList<string, BuildJob> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<BuildJob, Task> _running = [];
    private readonly Dictionary<string, int> _reserved = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private bool _isOpen;
    private bool _isStopping;
    private bool _isDisposed;
    private bool _isSweeping;

    /// <summary>Takes a place for one more revision of the project; false when it has as many as it may.</summary>
    public bool TryReserve(string projectId)
    {
        lock (_lock)
        {
            int reserved = _reserved.GetValueOrDefault(projectId);
            if (_jobs.Values.Count(job => job.ProjectId == projectId) + reserved >= options.Value.MaxQueuedBuilds)
            {
                return false;
            }

            _reserved[projectId] = reserved + 1;
            return true;
        }
    }

    /// <summary>Gives the place back, once the revision is added or could not be.</summary>
    public void Release(string projectId)
    {
        lock (_lock)
        {
            if (--_reserved[projectId] == 0)
            {
                _reserved.Remove(projectId);
            }
        }
    }

    /// <summary>Adds a revision that is stored as pending; nothing when it is in the queue.</summary>
    public void Add(ProjectRevision found)
    {
        string key = BuildKey.Of(found.Revision, builder.DescribeInterpreter(found.Revision.Language));
        lock (_lock)
        {
            if (!_isStopping && !_jobs.ContainsKey(found.Revision.Id))
            {
                BuildJob job = new(found.ProjectId, found.Revision, key);
                _jobs.Add(job.RevisionId, job);
                _waiting.Add(job.RevisionId, job);
                Pump();
            }
        }
    }

    /// <summary>What the build of a revision has said so far; null when none is under way.</summary>
    public string? LogOf(string revisionId)
    {
        BuildJob? job;
        lock (_lock)
        {
            _jobs.TryGetValue(revisionId, out job);
        }

        return job?.Log?.ToString();
    }

    /// <summary>The revision was given up: it is stored.</summary>
    public void Drop(string revisionId) => Drop(job => job.RevisionId == revisionId);

    /// <summary>The runtime was deleted.</summary>
    public void DropRuntime(string runtimeId) => Drop(job => job.RuntimeId == runtimeId);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        CancellationToken stopping = _stop.Token;
        _house = Task.Run(() => KeepHouseAsync(stopping), CancellationToken.None);
        _timer = time.CreateTimer(_ => WantSweep(), null, _sweepPeriod, _sweepPeriod);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task[] ends;
        lock (_lock)
        {
            ends = [_house, .. _running.Values];
            BeginStop();
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(ends).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends what a server that could not start has begun; the next start takes it up.</summary>
    public void Dispose()
    {
        // The container holds it twice: as itself and as a hosted service.
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        _timer?.Dispose();
        lock (_lock)
        {
            BeginStop();
        }

        _stop.Cancel();
        _stop.Dispose();
        _wanted.Dispose();
    }

    /// <summary>Under the lock.</summary>
    private void BeginStop()
    {
        (_isOpen, _isStopping) = (false, true);
        foreach (BuildJob job in _jobs.Values)
        {
            job.Cancel();
        }
    }

    private void Drop(Predicate<BuildJob> isGone)
    {
        lock (_lock)
        {
            foreach (BuildJob job in _jobs.Values.Where(job => isGone(job)).ToArray())
            {
                job.Drop();
                if (_waiting.Remove(job.RevisionId))
                {
                    Remove(job);
                }
            }
        }
    }

    /// <summary>Begins what can begin. Under the lock.</summary>
    private void Pump()
    {
        while (_isOpen && !_isSweeping && Next() is { } job && HasPlaceFor(job))
        {
            _waiting.Remove(job.RevisionId);
            _running.Add(job, Task.Run(() => RunAsync(job), CancellationToken.None));
        }
    }

    private bool HasPlaceFor(BuildJob job) => _running.Count < workers.Count
        || (_running.Count == workers.Count && _running.Keys.Select(static running => running.ProjectId).Distinct().Count() == 1 && !_running.Keys.Any(running => running.ProjectId == job.ProjectId));

    private BuildJob? Next() => _waiting.Values
        .Where(job => !_running.Keys.Any(running => running.Key == job.Key))
        .MinBy(job => _running.Keys.Count(running => running.ProjectId == job.ProjectId));

    private async Task RunAsync(BuildJob job)
    {
        BuildEnd end = BuildEnd.Over;
        try
        {
            end = await run.RunAsync(job).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            job.IsUncertain = true;
            Log.Broke(logger, job.RevisionId, e);
        }

        lock (_lock)
        {
            _running.Remove(job);
            _mustLook |= job.IsUncertain;
            if (end == BuildEnd.Again && !job.Token.IsCancellationRequested)
            {
                _ = RetryAsync(job);
            }
            else
            {
                Remove(job);
            }

            Pump();
        }

        Want();
    }

    private async Task RetryAsync(BuildJob job)
    {
        try
        {
            await Task.Delay(_retryPause, time, job.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It is pending in the storage, or gone from there.
        }

        lock (_lock)
        {
            if (job.Token.IsCancellationRequested)
            {
                Remove(job);
            }
            else
            {
                _waiting.Add(job.RevisionId, job);
                Pump();
            }
        }
    }

    /// <summary>Under the lock.</summary>
    private void Remove(BuildJob job)
    {
        if (_jobs.Remove(job.RevisionId))
        {
            if (!_jobs.Values.Any(other => other.Key == job.Key))
            {
                maker.Forget(job.Key);
            }

            job.Dispose();
        }
    }
}
