using Paddock.Core.Runtimes;

namespace Paddock.Sandbox.Builds;

/// <summary>The pools of revisions, as builds see them.</summary>
internal interface IRevisionTemplates
{
    /// <summary>Starts the revision's pool and runs a trial call in it.</summary>
    /// <returns>Null when it answers; else what went wrong, in one sentence.</returns>
    Task<string?> WarmAsync(PackageSet packages, CancellationToken cancellationToken);

    /// <summary>The revision was deleted, or is to be built anew: its pool goes once nothing runs on it.</summary>
    void Forget(string revisionId);
}
