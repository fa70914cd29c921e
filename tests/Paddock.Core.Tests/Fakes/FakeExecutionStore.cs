using Paddock.Core.Paging;
using Paddock.Core.Records;

namespace Paddock.Core.Tests.Fakes;

/// <summary>Records in memory.</summary>
internal sealed class FakeExecutionStore : IExecutionStore
{
    private readonly Lock _lock = new();
    private readonly List<ExecutionRecord> _records = [];
    private readonly List<int> _batches = [];

    /// <summary>Called with the number of the attempt, from 1, before anything is stored.</summary>
    public Func<int, Task>? OnAdd { get; set; }

    /// <summary>What was asked of <see cref="PruneAsync"/>.</summary>
    public List<(DateTimeOffset Before, long Keep)> Prunes { get; } = [];

    /// <summary>Released for each of them.</summary>
    public SemaphoreSlim Pruned { get; } = new(0);

    public Exception? PruneFailure { get; set; }

    public int Attempts { get; private set; }

    public IReadOnlyList<ExecutionRecord> Records
    {
        get
        {
            lock (_lock)
            {
                return [.. _records];
            }
        }
    }

    /// <summary>How many records each batch had.</summary>
    public IReadOnlyList<int> Batches
    {
        get
        {
            lock (_lock)
            {
                return [.. _batches];
            }
        }
    }

    public async ValueTask AddAsync(IReadOnlyList<ExecutionRecord> records, CancellationToken cancellationToken)
    {
        Attempts++;
        if (OnAdd is { } on)
        {
            await on(Attempts);
        }

        lock (_lock)
        {
            _records.AddRange(records);
            _batches.Add(records.Count);
        }
    }

    public ValueTask<ExecutionRecord?> FindAsync(string projectId, string id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Records.FirstOrDefault(record => record.ProjectId == projectId && record.Id == id));

    public ValueTask<IReadOnlyList<ExecutionRecord>> ListAsync(
        string projectId, Page page, RecordFilter filter, long maxBytes, CancellationToken cancellationToken) => ValueTask.FromResult(Pages.Of(
            Records.Where(record => record.ProjectId == projectId && (!filter.OnlyNonZeroExitCodes || record.ExitCode != 0)), static record => record.Id, page));

    public ValueTask<long> PruneAsync(DateTimeOffset before, long keep, CancellationToken cancellationToken)
    {
        Prunes.Add((before, keep));
        Pruned.Release();
        return PruneFailure is null ? ValueTask.FromResult(0L) : throw PruneFailure;
    }
}
