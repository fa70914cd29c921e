using Paddock.Core.Paging;

namespace Paddock.Core.Runtimes;

/// <summary>Keeps runtimes and all of their revisions. Implemented by Paddock.Storage. Nothing of another project is ever found by a call that takes one.</summary>
public interface IRuntimeStore
{
    /// <summary>Adds a runtime with its first revision, <see cref="StoredRuntime.Newest"/>.</summary>
    ValueTask AddAsync(string projectId, StoredRuntime runtime, CancellationToken cancellationToken);

    /// <summary>A runtime as it is now; null when there is none.</summary>
    ValueTask<StoredRuntime?> FindAsync(string projectId, string id, CancellationToken cancellationToken);

    /// <summary>A page of runtimes, ordered by their ids, the newest first. After an id that is not there: what would follow it.</summary>
    ValueTask<IReadOnlyList<StoredRuntime>> ListAsync(string projectId, Page page, CancellationToken cancellationToken);

    /// <summary>Removes a runtime and all of its revisions; false when there is none.</summary>
    ValueTask<bool> DeleteAsync(string projectId, string id, CancellationToken cancellationToken);

    /// <summary>Adds a revision to its runtime, whose newest it is then; false when there is no such runtime.</summary>
    ValueTask<bool> AddRevisionAsync(string projectId, StoredRevision revision, CancellationToken cancellationToken);

    /// <summary>All revisions of a runtime, the newest first, without <see cref="StoredRevision.BuildLog"/> and <see cref="BuiltPackages.Lock"/>; empty when there is no such runtime.</summary>
    ValueTask<IReadOnlyList<StoredRevision>> ListRevisionsAsync(string projectId, string runtimeId, CancellationToken cancellationToken);

    /// <summary>One revision, whole; null when there is none. Its runtime is not asked for: an execution names the revision alone.</summary>
    ValueTask<StoredRevision?> FindRevisionAsync(string projectId, string revisionId, CancellationToken cancellationToken);

    /// <summary>
    /// Stores what a build has made of a revision (status, attempts, log, packages, preloads), if its status still is <paramref name="former"/>; false when it is
    /// another, or the revision is not there any more.
    /// </summary>
    ValueTask<bool> TryUpdateRevisionAsync(RevisionStatus former, StoredRevision revision, CancellationToken cancellationToken);

    /// <summary>Of all projects, whole: the revisions with this status, the oldest first.</summary>
    ValueTask<IReadOnlyList<ProjectRevision>> ListByStatusAsync(RevisionStatus status, CancellationToken cancellationToken);

    /// <summary>Of all projects: the packages under this key that a revision has succeeded with last; null when there are none.</summary>
    ValueTask<BuiltPackages?> FindPackagesAsync(string key, CancellationToken cancellationToken);
}
