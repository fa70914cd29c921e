using Paddock.Core.Paging;

namespace Paddock.Core.Records;

/// <summary>Keeps execution records. Implemented by Paddock.Storage. Nothing of another project is ever found.</summary>
public interface IExecutionStore
{
    /// <summary>Stores all of <paramref name="records"/> or, with an exception, none. One that is stored already is left as it is.</summary>
    ValueTask AddAsync(IReadOnlyList<ExecutionRecord> records, CancellationToken cancellationToken);

    /// <summary>One record; null when there is none.</summary>
    ValueTask<ExecutionRecord?> FindAsync(string projectId, string id, CancellationToken cancellationToken);

    /// <summary>
    /// A page, ordered by id, the newest first. After an id that is not there: what would follow it. It ends before the record that would take it beyond
    /// <paramref name="maxBytes"/>, but has at least one where there is one.
    /// </summary>
    ValueTask<IReadOnlyList<ExecutionRecord>> ListAsync(string projectId, Page page, RecordFilter filter, long maxBytes, CancellationToken cancellationToken);

    /// <summary>Removes, in steps that keep nobody waiting, what is older than <paramref name="before"/>, and of each project all but the newest <paramref name="keep"/>.</summary>
    /// <returns>How many went.</returns>
    ValueTask<long> PruneAsync(DateTimeOffset before, long keep, CancellationToken cancellationToken);
}
