using Paddock.Core.Runtimes;
using Paddock.Sandbox.Builds;

namespace Paddock.Sandbox.Tests.Builds;

/// <summary>Templates that start, or not.</summary>
internal sealed class FakeTemplates : IRevisionTemplates
{
    /// <summary>What is wrong with a template; null: nothing.</summary>
    internal Func<PackageSet, string?> Judge { get; set; } = static _ => null;

    internal List<PackageSet> Warmed { get; } = [];

    internal List<string> Forgotten { get; } = [];

    public Task<string?> WarmAsync(PackageSet packages, CancellationToken cancellationToken)
    {
        Warmed.Add(packages);
        return Task.FromResult(Judge(packages));
    }

    public void Forget(string revisionId) => Forgotten.Add(revisionId);
}
