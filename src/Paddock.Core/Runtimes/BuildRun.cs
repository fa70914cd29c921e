using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paddock.Core.Grants;

namespace Paddock.Core.Runtimes;

/// <summary>One attempt at a revision, from pending to its end, and what is stored of it.</summary>
internal sealed class BuildRun(
    IRuntimeStore store, IPackageBuilder builder, RevisionMaker maker, IOptions<RuntimesOptions> options, TimeProvider time, ILogger<BuildQueue> logger)
{
    private readonly StorePatience _patience = new(time, logger);

    /// <summary>Makes the attempt. Whatever happens in it is a value.</summary>
    public async Task<BuildEnd> RunAsync(BuildJob job)
    {
        StoredRevision? building = null;
        try
        {
            building = await BeginAsync(job).ConfigureAwait(false);
            return building is null ? BuildEnd.Over : await RunAsync(job, building).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (job.Token.IsCancellationRequested)
        {
            builder.Forget(job.RevisionId);
            if (building is not null && !job.IsDropped)
            {
                await PutBackAsync(building).ConfigureAwait(false);
            }

            return BuildEnd.Over;
        }
    }

    private async Task<StoredRevision?> BeginAsync(BuildJob job)
    {
        if (await FindAsync(job).ConfigureAwait(false) is not { Status: RevisionStatus.Pending } revision)
        {
            return null;
        }

        job.Token.ThrowIfCancellationRequested();
        StoredRevision building = revision with { Status = RevisionStatus.Building, Attempts = revision.Attempts + 1, BuildLog = "" };
        if (await UpdateAsync(job, RevisionStatus.Pending, building).ConfigureAwait(false))
        {
            return building;
        }

        // The storage may have taken the word the first time and not said so.
        StoredRevision? taken = job.IsUncertain ? await FindAsync(job).ConfigureAwait(false) : null;
        return taken is { Status: RevisionStatus.Building } ? taken : null;
    }

    private async Task<BuildEnd> RunAsync(BuildJob job, StoredRevision building)
    {
        long began = time.GetTimestamp();
        PackageIndex index = PackageIndex.Of(building.Language, options.Value);
        BuildLog log = new(options.Value.MaxLogBytes, [.. index.Hosts.Select(static host => host.Credential).OfType<HostCredential>()]);
        job.Log = log;
        Log.Begins(logger, building.Id, building.Attempts);
        BuildOutcome outcome = await maker.MakeAsync(job, building, index, log).ConfigureAwait(false);
        StoredRevision ended = End(building, outcome, log);
        if (ended.Status != RevisionStatus.Succeeded)
        {
            builder.Forget(building.Id);
        }

        bool isStored = await UpdateAsync(job, RevisionStatus.Building, ended).ConfigureAwait(false);
        Log.Ended(logger, building.Id, time.GetElapsedTime(began).TotalSeconds, isStored ? RuntimeForms.NameOf(ended.Status) : "given up");
        if (!isStored)
        {
            builder.Forget(building.Id);
            return BuildEnd.Over;
        }

        return ended.Status switch
        {
            RevisionStatus.Succeeded => BuildEnd.Succeeded,
            RevisionStatus.Pending => BuildEnd.Again,
            _ => BuildEnd.Over,
        };
    }

    private StoredRevision End(StoredRevision building, BuildOutcome outcome, BuildLog log)
    {
        bool again = outcome is { Failure: not null, IsOurs: true } && building.Attempts < options.Value.MaxAttempts;
        if (outcome.Failure is { } failure)
        {
            log.Say(failure);
            if (outcome.IsOurs)
            {
                Log.OurFault(logger, building.Id, building.Attempts, failure);
                log.Say(again ? "the build is tried again" : $"given up after {building.Attempts} attempts, which {RuntimesOptions.Setting(nameof(RuntimesOptions.MaxAttempts))} allows; make a new revision once the server is mended");
            }
        }
        else
        {
            log.Say("succeeded");
        }

        return building with
        {
            Status = outcome.Failure is null ? RevisionStatus.Succeeded : again ? RevisionStatus.Pending : RevisionStatus.Failed,
            BuildLog = log.ToString(),
            Packages = outcome.Failure is null ? outcome.Packages : building.Packages,
            Preloads = outcome.Preloads,
        };
    }

    /// <summary>The server stops: the attempt does not count.</summary>
    private async Task PutBackAsync(StoredRevision building)
    {
        try
        {
            StoredRevision waiting = building with { Status = RevisionStatus.Pending, Attempts = building.Attempts - 1 };
            await store.TryUpdateRevisionAsync(RevisionStatus.Building, waiting, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.NotPutBack(logger, building.Id, e);
        }
    }

    private Task<StoredRevision?> FindAsync(BuildJob job) => _patience.AskAsync(job, () => store.FindRevisionAsync(job.ProjectId, job.RevisionId, CancellationToken.None));

    private Task<bool> UpdateAsync(BuildJob job, RevisionStatus former, StoredRevision revision) =>
        _patience.AskAsync(job, () => store.TryUpdateRevisionAsync(former, revision, CancellationToken.None));
}
