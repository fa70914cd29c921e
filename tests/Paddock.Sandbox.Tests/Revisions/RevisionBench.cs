using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Executions;
using Paddock.Core.Runtimes;
using Paddock.Sandbox.Revisions;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Revisions;

/// <summary>Pools of revisions whose starts, jobs and sizes the test decides.</summary>
internal sealed class RevisionBench : IRevisionStarter, IAsyncDisposable
{
    internal const long MiB = 1024 * 1024;

    private readonly ConcurrentDictionary<string, FakeRevisionPool> _alive = new();

    internal RevisionBench(long budgetMiB, int maxPools = 100, int maxQueue = 100) => Pools = new RevisionPools(
        new RevisionSettings(budgetMiB * MiB, maxPools, maxQueue, TimeSpan.FromSeconds(30), new ExecutionsOptions()), this, Time, NullLogger.Instance);

    internal FakeTime Time { get; } = new();

    internal RevisionPools Pools { get; }

    /// <summary>MiB that a pool of a revision takes.</summary>
    internal Dictionary<string, long> Sizes { get; } = [];

    /// <summary>Why pools cannot be started; null when they can.</summary>
    internal string? StartFailure { get; set; }

    /// <summary>What nobody foresaw at a start; null when nothing is.</summary>
    internal Exception? StartFault { get; set; }

    /// <summary>Every revision that was started, in order.</summary>
    internal ConcurrentQueue<string> Started { get; } = new();

    internal IEnumerable<string> Alive => _alive.Keys.Order();

    /// <summary>The most that was alive at a time, in MiB.</summary>
    internal long Peak { get; private set; }

    public Task<IRevisionPool> StartAsync(PackageSet packages)
    {
        if (StartFault is not null)
        {
            throw StartFault;
        }

        if (StartFailure is not null)
        {
            throw new SandboxStartException("revision", StartFailure);
        }

        Started.Enqueue(packages.RevisionId);
        var pool = new FakeRevisionPool(Sizes.GetValueOrDefault(packages.RevisionId, 64) * MiB, () => _alive.TryRemove(packages.RevisionId, out _));
        _alive.TryAdd(packages.RevisionId, pool).ShouldBeTrue("two pools of one revision at a time");
        Peak = Math.Max(Peak, _alive.Values.Sum(static one => one.MemoryBytes) / MiB);
        return Task.FromResult<IRevisionPool>(pool);
    }

    public ValueTask DisposeAsync() => Pools.DisposeAsync();

    internal FakeRevisionPool this[string revision] => _alive[revision];

    internal Task<SandboxOutcome> RunAsync(string revision, CancellationToken cancellationToken = default) => Pools.RunAsync(Job(revision), cancellationToken).AsTask();

    internal static PackageSet Packages(string revision) => new() { RevisionId = revision, Language = RuntimeLanguage.Python, Key = "k", Digest = "d" };

    private static ExecutionJob Job(string revision) =>
        TrialRun.In(Language.Python, new ExecutionsOptions()) with { Packages = Packages(revision) };
}
