using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paddock.Core.Grants;

namespace Paddock.Core.Runtimes;

/// <summary>One attempt at a revision, from pending to its end: the packages, built or found; the trial of its imports; what is stored of it.</summary>
internal sealed class BuildRun(
    IRuntimeStore store, IPackageBuilder builder, IEgress egress, IOptions<RuntimesOptions> options, TimeProvider time, ILogger<BuildQueue> logger)
{
    private readonly StorePatience _patience = new(time, logger);

    /// <summary>Packages that are built, and whose revisions may not have succeeded: others wait for them.</summary>
    private readonly ConcurrentDictionary<string, BuiltPackages> _built = new(StringComparer.Ordinal);

    /// <summary>Nobody waits for these packages any more.</summary>
    public void Forget(string key) => _built.TryRemove(key, out _);

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
        BuildOutcome outcome = await MakeAsync(job, building, index, log).ConfigureAwait(false);
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

    private async Task<BuildOutcome> MakeAsync(BuildJob job, StoredRevision building, PackageIndex index, BuildLog log)
    {
        try
        {
            string interpreter = builder.DescribeInterpreter(building.Language);
            log.Say(string.Create(CultureInfo.InvariantCulture, $"for {interpreter}, attempt {building.Attempts} of {Math.Max(building.Attempts, options.Value.MaxAttempts)}"));
            if (await FindAsync(job, building).ConfigureAwait(false) is { } found)
            {
                log.Say("an identical manifest was built before: its packages are used");
                return await TryAsync(job, building, found, log).ConfigureAwait(false);
            }

            BuildOutcome built = await BuildAsync(job, building, index, log).ConfigureAwait(false);
            if (built.Failure is not null)
            {
                return built;
            }

            _built[job.Key] = built.Packages!;
            if (building.Packages is { } former && former.Key == job.Key && former.Digest != built.Packages!.Digest)
            {
                log.Say("the packages are not byte for byte what they were before");
            }

            return await TryAsync(job, building, built.Packages!, log).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !job.Token.IsCancellationRequested)
        {
            Log.Broke(logger, building.Id, e);
            return new BuildOutcome("the server could not run the build, which is no fault of the packages; the server's log has more", IsOurs: true);
        }
    }

    private async Task<BuiltPackages?> FindAsync(BuildJob job, StoredRevision building)
    {
        List<BuiltPackages> candidates = [];
        if (_built.TryGetValue(job.Key, out BuiltPackages? built))
        {
            candidates.Add(built);
        }

        if (building.Packages is { } former && former.Key == job.Key)
        {
            candidates.Add(former);
        }

        if (await AskAsync(job, () => store.FindPackagesAsync(job.Key, CancellationToken.None)).ConfigureAwait(false) is { } stored)
        {
            candidates.Add(stored);
        }

        foreach (BuiltPackages candidate in candidates.DistinctBy(static packages => packages.Digest))
        {
            if (await builder.HoldsAsync(candidate, job.Token).ConfigureAwait(false))
            {
                return candidate;
            }
        }

        return null;
    }

    private async Task<BuildOutcome> BuildAsync(BuildJob job, StoredRevision building, PackageIndex index, BuildLog log)
    {
        string? pinned = building.Packages is { } former && former.Key == job.Key ? former.Lock : null;
        log.Say($"building from {index.Url}{(pinned is null ? "" : ", what was resolved before")}");
        await using IGrant grant = egress.Open(building.Id, index.Hosts);
        BuildOrder order = new()
        {
            Key = job.Key,
            Language = building.Language,
            Manifest = building.Manifest,
            Lock = pinned,
            Index = index.Url,
            Limits = LimitsOf(options.Value),
            Grant = grant,
        };
        BuildOutcome outcome = await builder.BuildAsync(order, piece => log.Add(piece.Span), job.Token).ConfigureAwait(false);
        GrantReport network = await grant.CloseAsync().ConfigureAwait(false);
        foreach (string note in network.Notes)
        {
            log.Say(note);
        }

        return outcome;
    }

    private async Task<BuildOutcome> TryAsync(BuildJob job, StoredRevision building, BuiltPackages packages, BuildLog log)
    {
        log.Say(building.Imports is null ? "trying the packages in a cell" : "executing additional_python_imports in a cell");
        PackageSet set = RevisionCatalog.Describe(building with { Preloads = "" }, packages);
        return await builder.TryAsync(set, piece => log.Add(piece.Span), job.Token).ConfigureAwait(false) with { Packages = packages };
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
        catch (StorageException e)
        {
            Log.NotPutBack(logger, building.Id, e);
        }
    }

    private static BuildLimits LimitsOf(RuntimesOptions options) => new(
        TimeSpan.FromSeconds(options.BuildTimeoutSeconds), options.BuildMemoryMiB * 1024L * 1024, options.MaxPackagesMiB * 1024L * 1024, options.MaxPackageFiles);

    private Task<StoredRevision?> FindAsync(BuildJob job) => AskAsync(job, () => store.FindRevisionAsync(job.ProjectId, job.RevisionId, CancellationToken.None));

    private Task<bool> UpdateAsync(BuildJob job, RevisionStatus former, StoredRevision revision) =>
        AskAsync(job, () => store.TryUpdateRevisionAsync(former, revision, CancellationToken.None));

    private Task<T> AskAsync<T>(BuildJob job, Func<ValueTask<T>> call) => _patience.AskAsync(call, () => job.IsUncertain = true, job.Token);
}
