using Paddock.Core.Paging;
using Paddock.Core.Tools;

namespace Paddock.Core.Tests.Fakes;

/// <summary>Tools in memory.</summary>
internal sealed class FakeToolStore : IToolStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Project, string Id), List<StoredTool>> _tools = [];

    /// <summary>Called before each update, outside of any lock.</summary>
    public Func<Task>? BeforeUpdate { get; set; }

    /// <summary>How many pages were read.</summary>
    public int Pages { get; private set; }

    public ValueTask AddAsync(string projectId, StoredTool tool, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _tools.Add((projectId, tool.Id), [tool]);
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask<bool> TryUpdateAsync(string projectId, string formerRevisionId, StoredTool revision, CancellationToken cancellationToken)
    {
        if (BeforeUpdate is { } before)
        {
            BeforeUpdate = null;
            await before();
        }

        lock (_lock)
        {
            if (!_tools.TryGetValue((projectId, revision.Id), out List<StoredTool>? revisions) || revisions[^1].RevisionId != formerRevisionId)
            {
                return false;
            }

            revisions.Add(revision);
            return true;
        }
    }

    public ValueTask<StoredTool?> FindAsync(string projectId, string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_tools.GetValueOrDefault((projectId, id))?[^1]);
        }
    }

    public ValueTask<StoredTool?> FindRevisionAsync(string projectId, string id, string revisionId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_tools.GetValueOrDefault((projectId, id))?.Find(tool => tool.RevisionId == revisionId));
        }
    }

    public ValueTask<IReadOnlyList<StoredTool>> ListAsync(string projectId, Page page, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Pages++;
            return ValueTask.FromResult(Fakes.Pages.Of(
                _tools.Where(pair => pair.Key.Project == projectId).Select(static pair => pair.Value[^1]), static tool => tool.Id, page));
        }
    }

    public ValueTask<bool> DeleteAsync(string projectId, string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_tools.Remove((projectId, id)));
        }
    }
}
