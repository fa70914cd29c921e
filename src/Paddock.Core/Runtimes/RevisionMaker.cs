using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paddock.Core.Grants;

namespace Paddock.Core.Runtimes;

/// <summary>Makes the packages of a revision, or finds them, and tries its imports.</summary>
internal sealed class RevisionMaker(
    IRuntimeStore store, IPackageBuilder builder, IEgress egress, IOptions<RuntimesOptions> options, TimeProvider time, ILogger<BuildQueue> logger)
{
    private readonly StorePatience _patience = new(time, logger);

    /// <summary>Packages that are built, and whose revisions may not have succeeded: others wait for them.</summary>
    private readonly ConcurrentDictionary<string, BuiltPackages> _built = new(StringComparer.Ordinal);

    /// <summary>Nobody waits for these packages any more.</summary>
    public void Forget(string key) => _built.TryRemove(key, out _);

    /// <summary>Makes them. Whatever happens in it is a value.</summary>
    /// <exception cref="OperationCanceledException">The job was cancelled.</exception>
    public async Task<BuildOutcome> MakeAsync(BuildJob job, StoredRevision building, PackageIndex index, BuildLog log)
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

        if (await _patience.AskAsync(job, () => store.FindPackagesAsync(job.Key, CancellationToken.None)).ConfigureAwait(false) is { } stored)
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

    private static BuildLimits LimitsOf(RuntimesOptions options) => new(
        TimeSpan.FromSeconds(options.BuildTimeoutSeconds), options.BuildMemoryMiB * 1024L * 1024, options.MaxPackagesMiB * 1024L * 1024, options.MaxPackageFiles);
}
