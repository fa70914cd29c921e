using Paddock.Core.Paging;
using Paddock.Core.Runtimes;

namespace Paddock.Core.Tests.Fakes;

/// <summary>Runtimes in memory.</summary>
internal sealed class FakeRuntimeStore : IRuntimeStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Project, StoredRuntime Runtime)> _runtimes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, StoredRevision> _revisions = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>So many of the next calls throw.</summary>
    public int Failures { get; set; }

    /// <summary>Whether what fails takes effect all the same.</summary>
    public bool FailsTooLate { get; set; }

    /// <summary>How often a revision was looked for.</summary>
    public int Lookups { get; private set; }

    /// <summary>Called before a revision is looked for.</summary>
    public Func<Task>? BeforeFind { get; set; }

    public StoredRevision this[string id]
    {
        get
        {
            lock (_lock)
            {
                return _revisions[id];
            }
        }
    }

    /// <summary>Puts a revision there with a runtime of its own, as an earlier server has left it.</summary>
    public void Put(string projectId, StoredRevision revision)
    {
        lock (_lock)
        {
            _revisions[revision.Id] = revision;
            _runtimes[revision.RuntimeId] = (projectId, new StoredRuntime
            {
                Id = revision.RuntimeId, Name = "r", Language = revision.Language, Engine = "microvm", CreatedAt = revision.CreatedAt, Newest = revision,
            });
        }
    }

    /// <summary>Waits until a revision has a status.</summary>
    public async Task UntilAsync(string id, RevisionStatus status)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_revisions.TryGetValue(id, out StoredRevision? revision) && revision.Status == status)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    public ValueTask AddAsync(string projectId, StoredRuntime runtime, CancellationToken cancellationToken) => new(Act(() =>
    {
        _runtimes.Add(runtime.Id, (projectId, runtime));
        _revisions.Add(runtime.Newest.Id, runtime.Newest);
        return true;
    }).AsTask());

    public ValueTask<StoredRuntime?> FindAsync(string projectId, string id, CancellationToken cancellationToken) => Act(() => Find(projectId, id));

    public ValueTask<IReadOnlyList<StoredRuntime>> ListAsync(string projectId, Page page, CancellationToken cancellationToken) =>
        Act(() => Pages.Of(_runtimes.Keys.Select(id => Find(projectId, id)).OfType<StoredRuntime>(), static runtime => runtime.Id, page));

    public ValueTask<bool> DeleteAsync(string projectId, string id, CancellationToken cancellationToken) => Act(() =>
    {
        if (Find(projectId, id) is null)
        {
            return false;
        }

        foreach (StoredRevision revision in Of(id))
        {
            _revisions.Remove(revision.Id);
        }

        return _runtimes.Remove(id);
    });

    public ValueTask<bool> AddRevisionAsync(string projectId, StoredRevision revision, CancellationToken cancellationToken) =>
        Act(() => Find(projectId, revision.RuntimeId) is not null && _revisions.TryAdd(revision.Id, revision));

    public ValueTask<IReadOnlyList<StoredRevision>> ListRevisionsAsync(string projectId, string runtimeId, CancellationToken cancellationToken) =>
        Act<IReadOnlyList<StoredRevision>>(() => Find(projectId, runtimeId) is null ? [] : [.. Of(runtimeId).Reverse().Select(Shorten)]);

    public async ValueTask<StoredRevision?> FindRevisionAsync(string projectId, string revisionId, CancellationToken cancellationToken)
    {
        if (BeforeFind is { } before)
        {
            BeforeFind = null;
            await before();
        }

        Lookups++;
        return await Act(() => _revisions.TryGetValue(revisionId, out StoredRevision? revision) && _runtimes[revision.RuntimeId].Project == projectId ? revision : null);
    }

    public ValueTask<bool> TryUpdateRevisionAsync(RevisionStatus former, StoredRevision revision, CancellationToken cancellationToken) => Act(() =>
    {
        if (!_revisions.TryGetValue(revision.Id, out StoredRevision? current) || current.Status != former)
        {
            return false;
        }

        _revisions[revision.Id] = revision;
        return true;
    });

    public ValueTask<IReadOnlyList<ProjectRevision>> ListByStatusAsync(RevisionStatus status, CancellationToken cancellationToken) =>
        Act<IReadOnlyList<ProjectRevision>>(() =>
            [.. _revisions.Values.Where(revision => revision.Status == status).Select(revision => new ProjectRevision(_runtimes[revision.RuntimeId].Project, revision))]);

    public ValueTask<BuiltPackages?> FindPackagesAsync(string key, CancellationToken cancellationToken) =>
        Act(() => _revisions.Values.LastOrDefault(revision => revision.Status == RevisionStatus.Succeeded && revision.Packages?.Key == key)?.Packages);

    private static StoredRevision Shorten(StoredRevision revision) =>
        revision with { BuildLog = "", Packages = revision.Packages is { } packages ? packages with { Lock = "" } : null };

    private IEnumerable<StoredRevision> Of(string runtimeId) => [.. _revisions.Values.Where(revision => revision.RuntimeId == runtimeId)];

    private StoredRuntime? Find(string projectId, string id) => _runtimes.TryGetValue(id, out (string Project, StoredRuntime Runtime) found) && found.Project == projectId
        ? found.Runtime with { Newest = Shorten(Of(id).Last()) }
        : null;

    private ValueTask<T> Act<T>(Func<T> call)
    {
        lock (_lock)
        {
            bool fails = Failures > 0;
            if (fails)
            {
                Failures--;
                if (!FailsTooLate)
                {
                    throw new StorageException("no", isTransient: true, null);
                }
            }

            T result = call();
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return fails ? throw new StorageException("no", isTransient: true, null) : ValueTask.FromResult(result);
        }
    }
}
