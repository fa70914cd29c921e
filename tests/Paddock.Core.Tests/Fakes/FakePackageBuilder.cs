using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Paddock.Core.Runtimes;

namespace Paddock.Core.Tests.Fakes;

/// <summary>Builds nothing: each test says what comes of a build.</summary>
internal sealed class FakePackageBuilder : IPackageBuilder
{
    private readonly Channel<BuildOrder> _begun = Channel.CreateUnbounded<BuildOrder>();

    /// <summary>What comes of a build; by default packages.</summary>
    public Func<BuildOrder, Action<string>, CancellationToken, Task<BuildOutcome>> OnBuild { get; set; } = static (order, _, _) => Task.FromResult(Built(order));

    /// <summary>What comes of a trial; by default the preload of pandas.</summary>
    public Func<PackageSet, Action<string>, CancellationToken, Task<BuildOutcome>> OnTry { get; set; } = static (_, _, _) => Task.FromResult(new BuildOutcome(null) { Preloads = "pandas" });

    /// <summary>The digests of the packages that are here.</summary>
    public ConcurrentDictionary<string, bool> Held { get; } = new();

    public string Interpreter { get; set; } = "cpython-3.11.2-x86_64";

    public ConcurrentQueue<BuildOrder> Orders { get; } = new();

    public ConcurrentQueue<PackageSet> Trials { get; } = new();

    public ConcurrentQueue<string> Forgotten { get; } = new();

    /// <summary>The keys that each sweep kept.</summary>
    public ConcurrentQueue<string[]> Sweeps { get; } = new();

    /// <summary>Released for each sweep.</summary>
    public SemaphoreSlim Swept { get; } = new(0);

    public Exception? SweepFailure { get; set; }

    public static BuildOutcome Built(BuildOrder order) =>
        new(null) { Packages = new BuiltPackages { Key = order.Key, Digest = $"digest of {order.Manifest}", Lock = $"lock of {order.Manifest}" } };

    /// <summary>The next build that has begun.</summary>
    public async Task<BuildOrder> NextAsync() =>
        await _begun.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    public string DescribeInterpreter(RuntimeLanguage language) => language == RuntimeLanguage.Python ? Interpreter : "bun-1.2.0-x86_64";

    public async Task<BuildOutcome> BuildAsync(BuildOrder order, Action<ReadOnlyMemory<byte>> log, CancellationToken cancellationToken)
    {
        Orders.Enqueue(order);
        _begun.Writer.TryWrite(order);
        BuildOutcome outcome = await OnBuild(order, text => log(Encoding.UTF8.GetBytes(text)), cancellationToken);
        if (outcome.Packages is { } packages)
        {
            Held[packages.Digest] = true;
        }

        return outcome;
    }

    public Task<BuildOutcome> TryAsync(PackageSet packages, Action<ReadOnlyMemory<byte>> log, CancellationToken cancellationToken)
    {
        Trials.Enqueue(packages);
        return OnTry(packages, text => log(Encoding.UTF8.GetBytes(text)), cancellationToken);
    }

    public Task<bool> HoldsAsync(BuiltPackages packages, CancellationToken cancellationToken) => Task.FromResult(Held.ContainsKey(packages.Digest));

    public Task SweepAsync(IReadOnlySet<string> keys, CancellationToken cancellationToken)
    {
        Sweeps.Enqueue([.. keys]);
        Swept.Release();
        return SweepFailure is null ? Task.CompletedTask : Task.FromException(SweepFailure);
    }

    public void Forget(string revisionId) => Forgotten.Enqueue(revisionId);
}
