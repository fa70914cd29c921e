using System.Text;
using Paddock.Contracts.Runtimes;
using Paddock.Core.Executions;
using Paddock.Core.Runtimes;
using Paddock.Core.Tests.Fakes;

namespace Paddock.Core.Tests.Runtimes;

/// <summary>Builds that end before their time: cancelled, deleted, stopped with the server.</summary>
public sealed class BuildEndTests
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Build_ThatIsCancelled_EndsAndKeepsItsLog()
    {
        await using BuildWorld world = await StartAsync();
        Runtime runtime = await world.CreateAsync();
        await world.Builder.NextAsync();
        Revision cancelled = (await world.CancelAsync(runtime)).Value.ShouldNotBeNull();
        cancelled.Status.ShouldBe("cancelled");
        cancelled.BuildLog!.ShouldEndWith("Downloading a-1\npaddock: cancelled\n");
        await EndedAsync();
        await world.StopAsync();
        world.Store[runtime.RevisionId].Status.ShouldBe(RevisionStatus.Cancelled);
        (await world.ReadAsync(runtime)).BuildLog.ShouldBe(cancelled.BuildLog);
        world.Egress.Opened.Single().IsClosed.ShouldBeTrue();
        world.Builder.Forgotten.ShouldContain(runtime.RevisionId);
    }

    [Fact]
    public async Task Revision_ThatWaits_IsCancelledWithoutABuild()
    {
        await using BuildWorld world = await StartAsync();
        await world.CreateAsync("a==1");
        await world.Builder.NextAsync();
        Runtime waiting = await world.CreateAsync("a==2");
        (await world.CancelAsync(waiting)).Value!.BuildLog.ShouldBe("paddock: cancelled\n");
        Rejection again = (await world.CancelAsync(waiting)).Rejection.ShouldNotBeNull();
        again.ShouldBe(new Rejection(9, $"revision \"{waiting.RevisionId}\" has status cancelled, but only a pending or building one can be cancelled"));
        await world.StopAsync();
        world.Builder.Orders.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Cancellation_OfAnotherProjectsRevision_FindsNothing()
    {
        await using BuildWorld world = await StartAsync();
        Runtime runtime = await world.CreateAsync();
        (await world.Keeper.CancelAsync(BuildWorld.Stranger, runtime.Id, runtime.RevisionId, TestContext.Current.CancellationToken)).Rejection!.Code.ShouldBe(5);
    }

    [Fact]
    public async Task Runtime_DeletedWhileItBuilds_LeavesNothing()
    {
        await using BuildWorld world = await StartAsync();
        Runtime runtime = await world.CreateAsync("a==1");
        await world.Builder.NextAsync();
        (await world.Keeper.ReviseAsync(
            BuildWorld.Caller, runtime.Id, Encoding.UTF8.GetBytes(BuildWorld.Body("a==2")), TestContext.Current.CancellationToken)).Value.ShouldNotBeNull();
        (await world.Keeper.DeleteAsync(BuildWorld.Caller, runtime.Id, TestContext.Current.CancellationToken)).Value!.IsDeleted.ShouldBeTrue();
        await EndedAsync();
        (await world.Keeper.FindAsync(BuildWorld.Caller, runtime.Id, TestContext.Current.CancellationToken)).Rejection!.Code.ShouldBe(5);
        (await world.Catalog.ResolveAsync(BuildWorld.Caller.ProjectId, runtime.RevisionId, Language.Python, TestContext.Current.CancellationToken)).Rejection!.Code.ShouldBe(5);
        await world.StopAsync();
        world.Builder.Orders.Count.ShouldBe(1);
        world.Logs.Lines.ShouldNotContain(static line => line.Id == 1403);
    }

    [Fact]
    public async Task Runtime_DeletedInTheMomentItSucceeds_HasNoTemplate()
    {
        await using BuildWorld world = await new BuildWorld().StartAsync();
        Runtime? runtime = null;
        TaskCompletionSource created = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Builder.OnTry = async (_, _, _) =>
        {
            await created.Task;
            await world.Store.DeleteAsync(BuildWorld.Caller.ProjectId, runtime!.Id, CancellationToken.None);
            return new BuildOutcome(null);
        };
        runtime = await world.CreateAsync();
        created.SetResult();
        await world.Builder.NextAsync();
        Runtime next = await world.CreateAsync("b==1");
        await world.Builder.NextAsync();
        world.Builder.Forgotten.ShouldBe([runtime.RevisionId]);
        await world.CancelAsync(next);
    }

    [Fact]
    public async Task Server_ThatStops_PutsItsBuildBackAndDoesNotCountIt()
    {
        FakeRuntimeStore store = new();
        BuildWorld world = await StartAsync(store);
        Runtime runtime = await world.CreateAsync();
        Runtime waiting = await world.CreateAsync("b==1");
        await world.Builder.NextAsync();
        await world.DisposeAsync();
        await EndedAsync();
        (store[runtime.RevisionId].Status, store[runtime.RevisionId].Attempts).ShouldBe((RevisionStatus.Pending, 0));
        store[waiting.RevisionId].Status.ShouldBe(RevisionStatus.Pending);

        await using BuildWorld next = await new BuildWorld(store).StartAsync();
        await store.UntilAsync(runtime.RevisionId, RevisionStatus.Succeeded);
        await store.UntilAsync(waiting.RevisionId, RevisionStatus.Succeeded);
        store[runtime.RevisionId].Attempts.ShouldBe(1);
        next.Builder.Orders.Select(static order => order.Manifest).ShouldBe(["a==1", "b==1"]);
    }

    [Fact]
    public async Task Server_ThatStopsWhileTheStorageFails_LeavesTheBuildToTheNext()
    {
        FakeRuntimeStore store = new();
        BuildWorld world = await StartAsync(store);
        Runtime runtime = await world.CreateAsync();
        await world.Builder.NextAsync();
        store.Failures = 1;
        await world.DisposeAsync();
        store[runtime.RevisionId].Status.ShouldBe(RevisionStatus.Building);
        world.Logs.Lines.ShouldContain(static line => line.Id == 1405);

        await using BuildWorld next = await new BuildWorld(store).StartAsync();
        await store.UntilAsync(runtime.RevisionId, RevisionStatus.Succeeded);
    }

    [Fact]
    public async Task Server_ThatNeverCameToRun_EndsWhatItHasBegunAndComplainsOfNothing()
    {
        FakeRuntimeStore store = new();
        StoredRevision revision = BuildWorld.Revision(RevisionStatus.Pending);
        store.Put(BuildWorld.Caller.ProjectId, revision);
        BuildWorld world = await StartAsync(store);
        await world.Builder.NextAsync();
        world.Queue.Dispose();
        await EndedAsync();
        await store.UntilAsync(revision.Id, RevisionStatus.Pending);
        world.Logs.Lines.ShouldNotContain(static line => line.Id == 1403 || line.Id == 1409);
    }

    private Task EndedAsync() => _ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    /// <summary>A server whose builds go on until they are ended.</summary>
    private async Task<BuildWorld> StartAsync(FakeRuntimeStore? store = null)
    {
        BuildWorld world = new(store);
        world.Builder.OnBuild = async (order, log, token) =>
        {
            log("Downloading a-1\n");
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                _ended.TrySetResult();
            }

            return FakePackageBuilder.Built(order);
        };
        return await world.StartAsync();
    }
}
