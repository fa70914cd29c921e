using Paddock.Core.Runtimes;

namespace Paddock.Sandbox.Revisions;

/// <summary>Starts the pools of revisions.</summary>
internal interface IRevisionStarter
{
    /// <summary>Verifies the packages and starts a pool on them; it has a cell ready when this returns.</summary>
    /// <exception cref="SandboxStartException">They are not what was built, or the template does not start.</exception>
    Task<IRevisionPool> StartAsync(PackageSet packages);
}
