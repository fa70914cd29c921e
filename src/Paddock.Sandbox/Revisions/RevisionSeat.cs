using Paddock.Core.Runtimes;

namespace Paddock.Sandbox.Revisions;

/// <summary>A revision that has a pool, or is getting one. Guarded by the lock of <see cref="RevisionPools"/>.</summary>
/// <param name="packages">The revision.</param>
/// <param name="bytes">What it is expected to take.</param>
internal sealed class RevisionSeat(PackageSet packages, long bytes)
{
    internal PackageSet Packages => packages;

    /// <summary>Fails when the pool could not be started.</summary>
    internal required Task<IRevisionPool> Pool { get; init; }

    /// <summary>Executions that run in it or wait for it.</summary>
    internal int Users { get; set; }

    /// <summary>Grows with every use: the least was used the longest ago.</summary>
    internal long LastUse { get; set; }

    /// <summary>Memory it takes, as measured last.</summary>
    internal long Bytes { get; set; } = bytes;

    /// <summary>Completed once its pool is gone; null while it may be used.</summary>
    internal TaskCompletionSource? Leaving { get; set; }

    /// <summary>Its pool has been told to go.</summary>
    internal bool IsEnding { get; set; }

    /// <summary>The pool, if it is up.</summary>
    internal IRevisionPool? Ready => Pool.IsCompletedSuccessfully ? Pool.Result : null;
}
