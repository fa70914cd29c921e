using Paddock.Core.Paging;

namespace Paddock.Core.Tools;

/// <summary>Keeps tools and all of their revisions. Implemented by Paddock.Storage. Nothing of another project is ever found.</summary>
public interface IToolStore
{
    /// <summary>Adds a tool with its first revision.</summary>
    ValueTask AddAsync(string projectId, StoredTool tool, CancellationToken cancellationToken);

    /// <summary>
    /// Adds <paramref name="revision"/> and makes it the current one, if <paramref name="formerRevisionId"/> still is; false when another update came
    /// first, or the tool is not there.
    /// </summary>
    ValueTask<bool> TryUpdateAsync(string projectId, string formerRevisionId, StoredTool revision, CancellationToken cancellationToken);

    /// <summary>The current revision; null when there is no such tool.</summary>
    ValueTask<StoredTool?> FindAsync(string projectId, string id, CancellationToken cancellationToken);

    /// <summary>One revision, current or not; null when the tool has none like it.</summary>
    ValueTask<StoredTool?> FindRevisionAsync(string projectId, string id, string revisionId, CancellationToken cancellationToken);

    /// <summary>A page of current revisions, ordered by the tools' ids, the newest first. After an id that is not there: what would follow it.</summary>
    ValueTask<IReadOnlyList<StoredTool>> ListAsync(string projectId, Page page, CancellationToken cancellationToken);

    /// <summary>Removes a tool and all of its revisions; false when there is none.</summary>
    ValueTask<bool> DeleteAsync(string projectId, string id, CancellationToken cancellationToken);
}
