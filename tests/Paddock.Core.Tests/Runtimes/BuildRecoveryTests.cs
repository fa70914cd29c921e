using Paddock.Contracts.Runtimes;
using Paddock.Core.Executions;
using Paddock.Core.Projects;
using Paddock.Core.Runtimes;
using Paddock.Core.Tests.Fakes;

namespace Paddock.Core.Tests.Runtimes;

/// <summary>What a server makes of what an earlier one has left.</summary>
public sealed class BuildRecoveryTests
{
    private readonly FakeRuntimeStore _store = new();
    private readonly FakePackageBuilder _builder = new();

    [Fact]
    public async Task Build_ThatTheServersDeathEnded_IsBegunAgainBeforeAllThatIsYounger()
    {
        StoredRevision dead = Put(BuildWorld.Revision(RevisionStatus.Building, "a==1", attempts: 1) with { BuildLog = "half" });
        StoredRevision waiting = Put(BuildWorld.Revision(RevisionStatus.Pending, "b==1"));
        await using BuildWorld world = await StartAsync();
        await _store.UntilAsync(dead.Id, RevisionStatus.Succeeded);
        await _store.UntilAsync(waiting.Id, RevisionStatus.Succeeded);
        _store[dead.Id].Attempts.ShouldBe(2);
        _store[dead.Id].BuildLog.ShouldStartWith("paddock: for cpython-3.11.2-x86_64, attempt 2 of 3\n");
        _builder.Orders.Select(static order => order.Manifest).ShouldBe(["a==1", "b==1"]);
    }

    [Fact]
    public async Task Build_ThatTheServersDeathEndedTooOften_Fails()
    {
        StoredRevision dead = Put(BuildWorld.Revision(RevisionStatus.Building, attempts: 3));
        await using BuildWorld world = await StartAsync();
        await _store.UntilAsync(dead.Id, RevisionStatus.Failed);
        _store[dead.Id].BuildLog.ShouldStartWith("paddock: the server died 3 times while it built this, so it is given up");
        _store[dead.Id].BuildLog.ShouldContain("Runtimes__MaxAttempts");
        _builder.Orders.ShouldBeEmpty();
    }

    [Fact]
    public async Task Storage_ThatFailsAtStart_IsAskedAgain()
    {
        StoredRevision dead = Put(BuildWorld.Revision(RevisionStatus.Building, attempts: 1));
        _store.Failures = 2;
        await using BuildWorld world = await StartAsync();
        await world.PassAsync(TimeSpan.FromMinutes(1));
        await world.PassAsync(TimeSpan.FromMinutes(1));
        await _store.UntilAsync(dead.Id, RevisionStatus.Succeeded);
    }

    [Fact]
    public async Task Packages_ThatAreHere_AreNotBuiltAndNotSwept()
    {
        StoredRevision revision = Put(BuildWorld.Succeeded(_builder));
        _builder.Held[revision.Packages!.Digest] = true;
        await using BuildWorld world = await StartAsync();
        await SweptAsync();
        _builder.Sweeps.Single().ShouldBe([revision.Packages.Key]);
        _store[revision.Id].ShouldBe(revision);
        _builder.Orders.ShouldBeEmpty();
    }

    [Fact]
    public async Task Packages_ThatAreGone_AreBuiltFromTheirLock()
    {
        StoredRevision one = Put(BuildWorld.Succeeded(_builder));
        StoredRevision two = Put(BuildWorld.Succeeded(_builder));
        await using BuildWorld world = await StartAsync();
        await SweptAsync();
        await _store.UntilAsync(one.Id, RevisionStatus.Succeeded);
        await _store.UntilAsync(two.Id, RevisionStatus.Succeeded);
        _builder.Orders.Single().Lock.ShouldBe("lock of a==1");
        (_store[one.Id].Packages, _store[one.Id].Attempts).ShouldBe((one.Packages, 1));
        world.Logs.Lines.Count(static line => line.Id == 1406).ShouldBe(2);
        _builder.Forgotten.ShouldBe([one.Id, two.Id], ignoreOrder: true);
    }

    [Fact]
    public async Task Packages_ThatCannotBeHadAgain_FailAndAreNotExecutedOn()
    {
        StoredRevision revision = Put(BuildWorld.Succeeded(_builder));
        _builder.OnBuild = static (_, _, _) => Task.FromResult(new BuildOutcome("a==1 is gone"));
        await using BuildWorld world = await StartAsync();
        await _store.UntilAsync(revision.Id, RevisionStatus.Failed);
        (await world.Catalog.ResolveAsync(Project.DefaultId, revision.Id, Language.Python, TestContext.Current.CancellationToken)).Rejection!.Code.ShouldBe(9);
    }

    [Fact]
    public async Task Interpreter_ThatIsAnother_HasEverythingResolvedAnew()
    {
        StoredRevision revision = Put(BuildWorld.Succeeded(_builder));
        _builder.Held[revision.Packages!.Digest] = true;
        _builder.Interpreter = "cpython-3.13.1-x86_64";
        await using BuildWorld world = await StartAsync();
        BuildOrder order = await _builder.NextAsync();
        (order.Lock, order.Key).ShouldBe((null, BuildKey.Of(revision, "cpython-3.13.1-x86_64")));
        await _store.UntilAsync(revision.Id, RevisionStatus.Succeeded);
        _store[revision.Id].Packages!.Key.ShouldBe(order.Key);
    }

    [Fact]
    public async Task Packages_ThatNoRevisionNeeds_AreSweptLaterAndNeverWhileSomethingIsBuilt()
    {
        await using BuildWorld world = await StartAsync();
        await SweptAsync();
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _builder.OnBuild = async (order, _, token) =>
        {
            await go.Task.WaitAsync(token);
            return FakePackageBuilder.Built(order);
        };
        Runtime runtime = await world.CreateAsync();
        await _builder.NextAsync();
        world.Time.Advance(TimeSpan.FromHours(1));
        _builder.Sweeps.Count.ShouldBe(1);
        go.SetResult();
        await SweptAsync();
        _builder.Sweeps.Last().ShouldBe([_store[runtime.RevisionId].Packages!.Key]);

        await world.Keeper.DeleteAsync(BuildWorld.Caller, runtime.Id, TestContext.Current.CancellationToken);
        _builder.SweepFailure = new IOException("busy");
        world.Time.Advance(TimeSpan.FromHours(1));
        await SweptAsync();
        _builder.Sweeps.Last().ShouldBeEmpty();
        world.Time.Advance(TimeSpan.FromHours(1));
        await SweptAsync();
        world.Logs.Lines.ShouldContain(static line => line.Id == 1408);
    }

    private StoredRevision Put(StoredRevision revision)
    {
        _store.Put(Project.DefaultId, revision);
        return revision;
    }

    private async Task SweptAsync() => (await _builder.Swept.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldBeTrue();

    private Task<BuildWorld> StartAsync() => new BuildWorld(_store, _builder).StartAsync();
}
