using Paddock.Core.Runtimes;
using Paddock.Sandbox.Builds;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Pools;

namespace Paddock.Sandbox.Revisions;

/// <summary>Verifies packages and starts pools on them.</summary>
/// <param name="store">Where the packages are.</param>
/// <param name="launcher">Starts jails.</param>
/// <param name="uids">Those of the jails.</param>
/// <param name="memory">Measures them.</param>
/// <param name="newPool">Makes a pool: its name, how it starts a jail.</param>
/// <param name="time">The clock.</param>
internal sealed class RevisionStarter(
    PackageStore store, JailLauncher launcher, UidOffsets uids, JailMemory memory, Func<RuntimeProgram, Func<IJailOwner, Jail>, Pool> newPool, TimeProvider time) : IRevisionStarter
{
    /// <inheritdoc/>
    public async Task<IRevisionPool> StartAsync(PackageSet packages)
    {
        if (await store.VerifyAsync(packages.Key, packages.Digest, CancellationToken.None).ConfigureAwait(false) is { } fault)
        {
            throw new SandboxStartException($"revision {packages.RevisionId}", $"its packages are not those that were built: {fault}");
        }

        int uid = uids.Take() ?? throw new SandboxStartException($"revision {packages.RevisionId}", "no uid is free for it");
        RuntimeProgram program = RevisionLaunch.ProgramOf(packages.Language);
        JailSpec spec = RevisionLaunch.Of(packages, launcher.SpecOf(program, uid), store.PathOf(packages.Key));
        Pool pool = newPool(program, owner => launcher.Start(spec, owner));
        var started = new RevisionPool(pool, memory, time, () => uids.GiveBack(uid));
        try
        {
            await pool.FirstReady.ConfigureAwait(false);
            return started;
        }
        catch
        {
            await started.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
