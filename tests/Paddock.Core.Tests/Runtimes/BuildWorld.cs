using System.Text;
using Microsoft.Extensions.Options;
using Paddock.Contracts.Ids;
using Paddock.Contracts.Runtimes;
using Paddock.Core.Executions;
using Paddock.Core.Projects;
using Paddock.Core.Requests;
using Paddock.Core.Runtimes;
using Paddock.Core.Tests.Fakes;

namespace Paddock.Core.Tests.Runtimes;

/// <summary>A server as far as builds see it. Another one on the same store and builder is the server after a restart.</summary>
internal sealed class BuildWorld : IAsyncDisposable
{
    public static readonly Caller Caller = new(Project.DefaultId, Project.DefaultId);
    public static readonly Caller Stranger = new("01JC0NF0RMANCE000000000009", Project.DefaultId);

    public BuildWorld(FakeRuntimeStore? store = null, FakePackageBuilder? builder = null, RuntimesOptions? options = null, int workers = 1)
    {
        Store = store ?? new FakeRuntimeStore();
        Builder = builder ?? new FakePackageBuilder();
        IOptions<RuntimesOptions> runtimes = Options.Create(options ?? new RuntimesOptions());
        Catalog = new RevisionCatalog(Store);
        RevisionMaker maker = new(Store, Builder, Egress, runtimes, Time, Logs);
        Queue = new BuildQueue(
            new BuildRun(Store, Builder, maker, runtimes, Time, Logs),
            maker,
            new BuildRecovery(Store, Builder, Catalog, runtimes, Time, Logs),
            Builder,
            new BuildWorkers(workers),
            runtimes,
            Time,
            Logs);
        Keeper = new RuntimeKeeper(Store, Queue, Catalog, Builder, Options.Create(new ExecutionsOptions()), runtimes, Time);
    }

    public FakeRuntimeStore Store { get; }

    public FakePackageBuilder Builder { get; }

    public FakeEgress Egress { get; } = new();

    public HandTime Time { get; } = new();

    public LogLines<BuildQueue> Logs { get; } = new();

    public RevisionCatalog Catalog { get; }

    public BuildQueue Queue { get; }

    public RuntimeKeeper Keeper { get; }

    public static string Body(string manifest = "a==1", string? imports = null) =>
        $$"""{"name":"r","language":"python","manifest_file":{"name":"requirements.txt","contents":"{{manifest}}"},"additional_python_imports":{{(imports is null ? "null" : $"\"{imports}\"")}}}""";

    public static StoredRevision Revision(RevisionStatus status, string manifest = "a==1", int attempts = 0) => new()
    {
        Id = Ulid.Next(new HandTime().GetUtcNow()),
        RuntimeId = Ulid.Next(new HandTime().GetUtcNow()),
        Language = RuntimeLanguage.Python,
        ManifestName = "requirements.txt",
        Manifest = manifest,
        Status = status,
        Attempts = attempts,
        CreatedAt = new HandTime().GetUtcNow(),
    };

    /// <summary>The same after a build of it; its packages are not put anywhere.</summary>
    public static StoredRevision Succeeded(FakePackageBuilder builder, string manifest = "a==1")
    {
        StoredRevision revision = Revision(RevisionStatus.Succeeded, manifest);
        string key = BuildKey.Of(revision, builder.DescribeInterpreter(RuntimeLanguage.Python));
        return revision with { Packages = new BuiltPackages { Key = key, Digest = $"digest of {manifest}", Lock = $"lock of {manifest}" }, Preloads = "pandas" };
    }

    public async Task<BuildWorld> StartAsync()
    {
        await Queue.StartAsync(TestContext.Current.CancellationToken);
        return this;
    }

    public Task StopAsync() => Queue.StopAsync(TestContext.Current.CancellationToken);

    public async Task<Runtime> CreateAsync(string manifest = "a==1", string? imports = null, Caller? caller = null) =>
        (await TryCreateAsync(Body(manifest, imports), caller)).Value.ShouldNotBeNull();

    public async Task<Answer<Runtime>> TryCreateAsync(string body, Caller? caller = null) =>
        await Keeper.CreateAsync(caller ?? Caller, Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken);

    public async Task<Revision> ReadAsync(Runtime runtime) =>
        (await Keeper.FindRevisionAsync(Caller, runtime.Id, runtime.RevisionId, TestContext.Current.CancellationToken)).Value.ShouldNotBeNull();

    public async Task<Answer<Revision>> CancelAsync(Runtime runtime) =>
        await Keeper.CancelAsync(Caller, runtime.Id, runtime.RevisionId, TestContext.Current.CancellationToken);

    /// <summary>Waits until somebody waits for the clock, and lets it go on.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        (await Time.Delays.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldBeTrue();
        Time.Advance(time);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Queue.Dispose();
    }
}
