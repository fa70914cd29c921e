using System.Text;
using Paddock.Contracts.Ids;
using Paddock.Contracts.Runtimes;
using Paddock.Core.Executions;
using Paddock.Core.Requests;
using Paddock.Core.Runtimes;

namespace Paddock.Core.Tests.Runtimes;

public sealed class RuntimeKeeperTests
{
    private const string NoRuntime = "01JC0NF0RMANCE000000000001";

    [Fact]
    public async Task Runtime_ThatIsMade_IsFoundListedAndDeletedByItsProjectOnly()
    {
        await using BuildWorld world = new();
        Runtime one = await world.CreateAsync("a==1");
        Runtime two = await world.CreateAsync("b==1");
        Ulid.IsValid(one.Id).ShouldBeTrue();
        Ulid.IsValid(one.RevisionId).ShouldBeTrue();
        (one.Name, one.Language, one.ManifestFile!.Name, one.ManifestFile.Contents, one.AdditionalPythonImports).ShouldBe(("r", "python", "requirements.txt", "a==1", null));
        (await world.Keeper.FindAsync(BuildWorld.Caller, one.Id, TestContext.Current.CancellationToken)).Value.ShouldBe(one);
        (await ListAsync(world)).ShouldBe([two.Id, one.Id]);
        (await ListAsync(world, "1", two.Id)).ShouldBe([one.Id]);
        (await world.Keeper.ListAsync(BuildWorld.Caller, "-1", null, TestContext.Current.CancellationToken)).Rejection!.Code.ShouldBe(3);
        foreach (string id in (string[])[NoRuntime, "x"])
        {
            Rejection missing = new(5, $"runtime \"{id}\" was not found");
            (await world.Keeper.FindAsync(BuildWorld.Caller, id, TestContext.Current.CancellationToken)).Rejection.ShouldBe(missing);
            (await world.Keeper.DeleteAsync(BuildWorld.Caller, id, TestContext.Current.CancellationToken)).Rejection.ShouldBe(missing);
            (await world.Keeper.ListRevisionsAsync(BuildWorld.Caller, id, TestContext.Current.CancellationToken)).Rejection.ShouldBe(missing);
            (await ReviseAsync(world, id, "{}")).Rejection.ShouldBe(missing);
        }

        (await world.Keeper.DeleteAsync(BuildWorld.Stranger, one.Id, TestContext.Current.CancellationToken)).Rejection!.Code.ShouldBe(5);
        (await world.Keeper.DeleteAsync(BuildWorld.Caller, one.Id, TestContext.Current.CancellationToken)).Value!.Id.ShouldBe(one.Id);
        (await ListAsync(world)).ShouldBe([two.Id]);
        world.Builder.Forgotten.ShouldBe([one.RevisionId]);
    }

    [Fact]
    public async Task Revision_ThatIsAdded_IsTheRuntimesNewest()
    {
        await using BuildWorld world = new();
        Runtime runtime = await world.CreateAsync("a==1");
        Revision revision = (await ReviseAsync(world, runtime.Id, """{"manifest_file":{"name":"requirements.txt","contents":"a==2"},"additional_python_imports":"import a"}""")).Value.ShouldNotBeNull();
        (revision.RuntimeId, revision.Status, revision.BuildLog, revision.AdditionalPythonImports).ShouldBe((runtime.Id, "pending", "", "import a"));
        Runtime now = (await world.Keeper.FindAsync(BuildWorld.Caller, runtime.Id, TestContext.Current.CancellationToken)).Value.ShouldNotBeNull();
        (now.RevisionId, now.ManifestFile!.Contents, now.AdditionalPythonImports).ShouldBe((revision.Id, "a==2", "import a"));
        RevisionList list = (await world.Keeper.ListRevisionsAsync(BuildWorld.Caller, runtime.Id, TestContext.Current.CancellationToken)).Value.ShouldNotBeNull();
        list.Revisions.Select(static item => (item.Id, item.BuildLog, item.LockFile)).ShouldBe([(revision.Id, null, null), (runtime.RevisionId, null, null)]);
        (await ReviseAsync(world, runtime.Id, """{"manifest_file":{"name":"package.json","contents":"{}"}}""")).Rejection!.Message
            .ShouldBe("manifest_file.name is \"package.json\", but must be \"requirements.txt\" for language \"python\"");
    }

    [Fact]
    public async Task Revision_OfAnotherRuntimeOrProject_IsNotFound()
    {
        await using BuildWorld world = new();
        Runtime one = await world.CreateAsync("a==1");
        Runtime two = await world.CreateAsync("b==1");
        foreach ((string runtime, string revision) in ((string, string)[])[(one.Id, two.RevisionId), (one.Id, "x"), ("x", one.RevisionId), (one.Id, NoRuntime)])
        {
            Rejection missing = new(5, $"runtime \"{runtime}\" has no revision \"{revision}\"; GET /v1/runtimes/ID/revisions lists those there are");
            (await world.Keeper.FindRevisionAsync(BuildWorld.Caller, runtime, revision, TestContext.Current.CancellationToken)).Rejection.ShouldBe(missing);
            (await world.Keeper.CancelAsync(BuildWorld.Caller, runtime, revision, TestContext.Current.CancellationToken)).Rejection.ShouldBe(missing);
        }

        (await world.Keeper.FindRevisionAsync(BuildWorld.Stranger, one.Id, one.RevisionId, TestContext.Current.CancellationToken)).Rejection!.Code.ShouldBe(5);
    }

    [Fact]
    public async Task Project_WithAsManyWaitingRevisionsAsItMayHave_IsAskedToWait()
    {
        await using BuildWorld world = new(options: new RuntimesOptions { MaxQueuedBuilds = 2 });
        Runtime one = await world.CreateAsync("a==1");
        await world.CreateAsync("b==1");
        Rejection full = (await world.TryCreateAsync(BuildWorld.Body("c==1"))).Rejection.ShouldNotBeNull();
        full.Code.ShouldBe(8);
        full.RetryAfter.ShouldBe(TimeSpan.FromSeconds(10));
        full.Message.ShouldBe("2 revisions of this project wait for their builds, and no more may; try again after the time in the Retry-After header, cancel some, or raise Runtimes__MaxQueuedBuilds on the server");
        (await ReviseAsync(world, one.Id, BuildWorld.Body("c==1"))).Rejection!.Code.ShouldBe(8);
        await world.CreateAsync("c==1", caller: BuildWorld.Stranger);
        await world.CancelAsync(one);
        await world.CreateAsync("c==1");
        (await ListAsync(world)).Length.ShouldBe(3);
    }

    [Fact]
    public async Task Runtime_WithTooLongAListOfRevisions_TakesNoMore()
    {
        await using BuildWorld world = new(options: new RuntimesOptions { MaxManifestBytes = 1024 * 1024, MaxQueuedBuilds = 1000 });
        string body = BuildWorld.Body(new string('#', 1024 * 1024));
        Runtime runtime = (await world.TryCreateAsync(body)).Value.ShouldNotBeNull();
        for (int i = 1; i < 16; i++)
        {
            (await ReviseAsync(world, runtime.Id, body)).Rejection.ShouldBeNull();
        }

        (await ReviseAsync(world, runtime.Id, body)).Rejection.ShouldBe(new Rejection(
            9, $"runtime \"{runtime.Id}\" has 16 revisions, and a list of them would get too long: their manifests may have 16777216 bytes together; make another runtime"));
    }

    private static async Task<string[]> ListAsync(BuildWorld world, string? limit = null, string? after = null) =>
        [.. (await world.Keeper.ListAsync(BuildWorld.Caller, limit, after, TestContext.Current.CancellationToken)).Value!.Runtimes.Select(static runtime => runtime.Id)];

    private static async Task<Answer<Revision>> ReviseAsync(BuildWorld world, string id, string body) =>
        await world.Keeper.ReviseAsync(BuildWorld.Caller, id, Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken);
}
