using System.Text;
using Paddock.Core.Runtimes;

namespace Paddock.Server.Tests.Fakes;

/// <summary>Builds nothing, and goes on with it until it is told what comes of it.</summary>
internal sealed class FakePackageBuilder : IPackageBuilder
{
    private volatile TaskCompletionSource<(string Log, string? Failure)>? _waiting;

    /// <summary>Whether a build is under way.</summary>
    public bool IsWaiting => _waiting is not null;

    /// <summary>Ends the build that is under way.</summary>
    /// <param name="log">What the package manager says at last.</param>
    /// <param name="failure">Why the build failed; null: it went well.</param>
    public void Finish(string log, string? failure) => Interlocked.Exchange(ref _waiting, null).ShouldNotBeNull().SetResult((log, failure));

    public string DescribeInterpreter(RuntimeLanguage language) => language == RuntimeLanguage.Python ? "cpython-3.11.2-x86_64" : "bun-1.2.0-x86_64";

    public async Task<BuildOutcome> BuildAsync(BuildOrder order, Action<ReadOnlyMemory<byte>> log, CancellationToken cancellationToken)
    {
        log(Encoding.UTF8.GetBytes($"Collecting {order.Manifest}\n"));
        TaskCompletionSource<(string Log, string? Failure)> waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting = waiting;
        try
        {
            (string end, string? failure) = await waiting.Task.WaitAsync(cancellationToken);
            log(Encoding.UTF8.GetBytes(end));
            return new BuildOutcome(failure)
            {
                Packages = failure is null ? new BuiltPackages { Key = order.Key, Digest = new string('d', 64), Lock = $"{order.Manifest} --hash=sha256:0\n" } : null,
            };
        }
        finally
        {
            Interlocked.CompareExchange(ref _waiting, null, waiting);
        }
    }

    public Task<BuildOutcome> TryAsync(PackageSet packages, Action<ReadOnlyMemory<byte>> log, CancellationToken cancellationToken) =>
        Task.FromResult(new BuildOutcome(null) { Preloads = "pandas" });

    public Task<bool> HoldsAsync(BuiltPackages packages, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SweepAsync(IReadOnlySet<string> keys, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Forget(string revisionId)
    {
        // There is no template.
    }
}
