using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Paddock.Core.Runtimes;

/// <summary>Finds in the storage what the queue has to do, and what the sandbox keeps for nobody.</summary>
internal sealed class BuildRecovery(
    IRuntimeStore store, IPackageBuilder builder, RevisionCatalog catalog, IOptions<RuntimesOptions> options, TimeProvider time, ILogger<BuildQueue> logger)
{
    private readonly StorePatience _patience = new(time, logger);

    /// <summary>Takes up what the server was building when it died. Nothing may be built yet.</summary>
    public async Task TakeUpAsync(CancellationToken cancellationToken)
    {
        foreach (ProjectRevision found in await ListAsync(RevisionStatus.Building, cancellationToken).ConfigureAwait(false))
        {
            StoredRevision revision = found.Revision;
            bool isGivenUp = revision.Attempts >= options.Value.MaxAttempts;
            StoredRevision next = isGivenUp
                ? revision with { Status = RevisionStatus.Failed, BuildLog = GivenUp(revision.Attempts) }
                : revision with { Status = RevisionStatus.Pending, BuildLog = "" };
            Log.FoundBuilding(logger, revision.Id, revision.Attempts, RuntimeForms.NameOf(next.Status));
            await UpdateAsync(RevisionStatus.Building, next, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What waits for its build, the oldest first.</summary>
    public Task<IReadOnlyList<ProjectRevision>> FindWaitingAsync(CancellationToken cancellationToken) => ListAsync(RevisionStatus.Pending, cancellationToken);

    /// <summary>Looks whether the packages of every revision are here as they were built, and has those built anew that are not.</summary>
    public async Task CheckAsync(Action<ProjectRevision> rebuild, CancellationToken cancellationToken)
    {
        IReadOnlyList<ProjectRevision> succeeded = await ListAsync(RevisionStatus.Succeeded, cancellationToken).ConfigureAwait(false);
        foreach (IGrouping<BuiltPackages?, ProjectRevision> same in succeeded.GroupBy(static found => found.Revision.Packages))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (same.Key is { } packages && IsCurrent(same.First().Revision) && await builder.HoldsAsync(packages, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            foreach (ProjectRevision found in same)
            {
                StoredRevision waiting = found.Revision with { Status = RevisionStatus.Pending, Attempts = 0 };
                if (await UpdateAsync(RevisionStatus.Succeeded, waiting, cancellationToken).ConfigureAwait(false))
                {
                    Log.Rebuilds(logger, waiting.Id);
                    catalog.Forget(waiting.Id);
                    builder.Forget(waiting.Id);
                    rebuild(found with { Revision = waiting });
                }
            }
        }
    }

    /// <summary>Removes packages that no revision needs. Nothing may be built meanwhile.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        HashSet<string> needed = new(StringComparer.Ordinal);
        foreach (RevisionStatus status in (RevisionStatus[])[RevisionStatus.Succeeded, RevisionStatus.Pending])
        {
            IReadOnlyList<ProjectRevision> found = await store.ListByStatusAsync(status, cancellationToken).ConfigureAwait(false);
            needed.UnionWith(found.Select(static found => found.Revision.Packages?.Key).OfType<string>());
        }

        await builder.SweepAsync(needed, cancellationToken).ConfigureAwait(false);
    }

    private bool IsCurrent(StoredRevision revision) => BuildKey.Of(revision, builder.DescribeInterpreter(revision.Language)) == revision.Packages!.Key;

    private static string GivenUp(int attempts) => string.Create(
        CultureInfo.InvariantCulture,
        $"paddock: the server died {attempts} times while it built this, so it is given up; that may be the build's doing, or the machine's. Make a new revision to try again, or raise {RuntimesOptions.Setting(nameof(RuntimesOptions.MaxAttempts))} on the server.\n");

    private Task<IReadOnlyList<ProjectRevision>> ListAsync(RevisionStatus status, CancellationToken cancellationToken) =>
        _patience.AskAsync(() => store.ListByStatusAsync(status, CancellationToken.None), static () => { }, cancellationToken);

    private Task<bool> UpdateAsync(RevisionStatus former, StoredRevision revision, CancellationToken cancellationToken) =>
        _patience.AskAsync(() => store.TryUpdateRevisionAsync(former, revision, CancellationToken.None), static () => { }, cancellationToken);
}
