using System.Text;
using Microsoft.Extensions.Options;
using Paddock.Contracts.Ids;
using Paddock.Core.Executions;
using Paddock.Core.Projects;
using Paddock.Core.Requests;
using Paddock.Core.Runtimes;
using Paddock.Core.Schemas;
using Paddock.Core.Tests.Fakes;
using Paddock.Core.Tests.Runtimes;
using Paddock.Core.Tools;

namespace Paddock.Core.Tests.Tools;

public sealed class ToolKeeperTests
{
    private static readonly Caller _caller = new(Project.DefaultId, Project.DefaultId);
    private static readonly Caller _stranger = new("01JC0NF0RMANCE000000000009", Project.DefaultId);

    private readonly FakeToolStore _store = new();
    private readonly FakeRuntimeStore _runtimes = new();
    private readonly HandTime _time = new();
    private readonly ToolKeeper _keeper;

    public ToolKeeperTests() => _keeper = new ToolKeeper(
        _store, new ToolSchemas(new SchemaCompiler(new SchemasOptions(), _time)), new RevisionCatalog(_runtimes), Options.Create(new ExecutionsOptions()), _time);

    [Fact]
    public async Task Tool_WithWhatIsRequired_GetsTheDefaults()
    {
        StoredTool tool = await CreateAsync("""{"name":"t","code":"c","language":"Python","unknown":1}""");
        (tool.Name, tool.Code, tool.Language, tool.Description, tool.InputSchema, tool.RuntimeRevisionId).ShouldBe(("t", "c", "python", "", "{}", null));
        Ulid.IsValid(tool.Id).ShouldBeTrue();
        Ulid.IsValid(tool.RevisionId).ShouldBeTrue();
        tool.CreatedAt.ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public async Task Schema_OfATool_IsKeptAsItWasSent() => (await CreateAsync(
        """{"name":"t","code":"c","language":"typescript","input_schema": {"type" : "object", "maximum": 1e400},"description":"d","runtime_revision_id":""}"""))
        .InputSchema.ShouldBe("""{"type" : "object", "maximum": 1e400}""");

    [Theory]
    [InlineData("{}", 3, "name is required and must be a string")]
    [InlineData("[]", 3, "the body must be a JSON object with name, code and language, not a list")]
    [InlineData("{\"name\":\"t\"}", 3, "code is required and must be a string")]
    [InlineData("{\"name\":\"t\",\"code\":\"c\"}", 3, "language is required and must be a string: \"python\", \"javascript\" or \"typescript\"")]
    [InlineData("{\"name\":\"t\",\"code\":\"c\",\"language\":\"php\"}", 3, "language \"php\" is for scripts only, which POST /v1/execute takes; a function is written in \"python\", \"javascript\" or \"typescript\"")]
    [InlineData("{\"name\":\"t\",\"code\":\"c\",\"language\":\"python\",\"description\":5}", 3, "description must be a string, not a number")]
    [InlineData("{\"name\":\"t\",\"code\":\"c\",\"language\":\"python\",\"runtime_revision_id\":\"r\"}", 5, "runtime revision \"r\" was not found")]
    public async Task Tool_ThatBreaksARule_IsRefused(string body, int code, string message) =>
        (await _keeper.CreateAsync(_caller, Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken)).Rejection.ShouldBe(new Rejection(code, message));

    [Fact]
    public async Task RuntimeRevision_OfATool_IsKeptUntilItIsReplacedOrTakenAway()
    {
        StoredRevision one = Put(BuildWorld.Revision(RevisionStatus.Pending));
        StoredRevision two = Put(BuildWorld.Succeeded(new FakePackageBuilder()));
        StoredTool tool = await CreateAsync($$"""{"name":"t","code":"c","language":"python","runtime_revision_id":"{{one.Id}}"}""");
        tool.RuntimeRevisionId.ShouldBe(one.Id);
        (await UpdateAsync(tool.Id, """{"code":"d"}""")).Value!.RuntimeRevisionId.ShouldBe(one.Id);
        (await UpdateAsync(tool.Id, """{"runtime_revision_id":null}""")).Value!.RuntimeRevisionId.ShouldBe(one.Id);
        (await UpdateAsync(tool.Id, $$"""{"runtime_revision_id":"{{two.Id}}"}""")).Value!.RuntimeRevisionId.ShouldBe(two.Id);
        (await UpdateAsync(tool.Id, """{"runtime_revision_id":""}""")).Value!.RuntimeRevisionId.ShouldBeNull();
    }

    [Fact]
    public async Task RuntimeRevision_OfAnotherLanguageOrProject_IsRefusedAtCreateAndUpdate()
    {
        StoredRevision revision = Put(BuildWorld.Succeeded(new FakePackageBuilder()));
        string body = $$"""{"name":"t","code":"c","language":"javascript","runtime_revision_id":"{{revision.Id}}"}""";
        (await _keeper.CreateAsync(_caller, Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken)).Rejection.ShouldBe(new Rejection(
            3, $"runtime_revision_id \"{revision.Id}\" has packages for python, but language is \"javascript\"; name a revision of another runtime, or leave it out"));
        (await _keeper.CreateAsync(_stranger, Encoding.UTF8.GetBytes(body.Replace("javascript", "python", StringComparison.Ordinal)), TestContext.Current.CancellationToken)).Rejection!.Code.ShouldBe(5);
        StoredTool tool = await CreateAsync($$"""{"name":"t","code":"c","language":"python","runtime_revision_id":"{{revision.Id}}"}""");
        (await UpdateAsync(tool.Id, """{"language":"typescript"}""")).Rejection!.Code.ShouldBe(3);
        (await UpdateAsync(tool.Id, """{"runtime_revision_id":"x"}""")).Rejection!.Code.ShouldBe(5);
    }

    [Fact]
    public async Task RuntimeRevision_ThatIsDeleted_DoesNotKeepItsToolFromAnUpdate()
    {
        StoredRevision revision = Put(BuildWorld.Succeeded(new FakePackageBuilder()));
        StoredTool tool = await CreateAsync($$"""{"name":"t","code":"c","language":"python","runtime_revision_id":"{{revision.Id}}"}""");
        await _runtimes.DeleteAsync(_caller.ProjectId, revision.RuntimeId, TestContext.Current.CancellationToken);
        (await UpdateAsync(tool.Id, """{"code":"d"}""")).Value!.RuntimeRevisionId.ShouldBe(revision.Id);
    }

    [Theory]
    [InlineData("{\"type\":5}")]
    [InlineData("5")]
    [InlineData("\"x\"")]
    [InlineData("{\"pattern\":\"(\"}")]
    public async Task Schema_ThatIsNone_IsRefusedAtCreateAndUpdate(string schema)
    {
        string member = $"\"input_schema\":{schema}";
        Rejection created = (await _keeper.CreateAsync(
            _caller, Encoding.UTF8.GetBytes($$"""{"name":"t","code":"c","language":"python",{{member}}}"""), TestContext.Current.CancellationToken)).Rejection.ShouldNotBeNull();
        created.Code.ShouldBe(3);
        created.Message.ShouldStartWith("input_schema");
        StoredTool tool = await CreateAsync();
        (await UpdateAsync(tool.Id, $$"""{{{member}}}""")).Rejection.ShouldBe(created);
        (await FindAsync(tool.Id)).Value.ShouldBe(tool);
    }

    [Fact]
    public async Task Update_OfSomeMembers_LeavesTheOthersAndMakesARevision()
    {
        StoredTool first = await CreateAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        StoredTool second = (await UpdateAsync(first.Id, """{"description":"new","code":null}""")).Value.ShouldNotBeNull();
        second.ShouldBe(first with { Description = "new", RevisionId = second.RevisionId, CreatedAt = _time.GetUtcNow() });
        second.RevisionId.ShouldNotBe(first.RevisionId);
        StoredTool third = (await UpdateAsync(first.Id, "{}")).Value.ShouldNotBeNull();
        third.RevisionId.ShouldNotBe(second.RevisionId);
        third.Description.ShouldBe("new");
        (await FindAsync(first.Id)).Value.ShouldBe(third);
        (await _store.FindRevisionAsync(_caller.ProjectId, first.Id, first.RevisionId, TestContext.Current.CancellationToken)).ShouldBe(first);
    }

    [Theory]
    [InlineData("""{"name":""}""", "name must not be empty; give it 1 to 256 characters")]
    [InlineData("""{"language":"cobol"}""", "language \"cobol\" is not known; use \"python\", \"javascript\" or \"typescript\"")]
    [InlineData("", "the body is empty; send a JSON object with what is to change")]
    public async Task Update_ThatBreaksARule_ChangesNothing(string body, string message)
    {
        StoredTool tool = await CreateAsync();
        (await UpdateAsync(tool.Id, body)).Rejection!.Message.ShouldBe(message);
        (await FindAsync(tool.Id)).Value.ShouldBe(tool);
    }

    [Fact]
    public async Task Updates_AtOnce_LoseNoneOfTheOthers()
    {
        StoredTool tool = await CreateAsync();
        _store.BeforeUpdate = async () => (await UpdateAsync(tool.Id, """{"description":"theirs"}""")).Value.ShouldNotBeNull();
        StoredTool mine = (await UpdateAsync(tool.Id, """{"code":"mine"}""")).Value.ShouldNotBeNull();
        (mine.Code, mine.Description).ShouldBe(("mine", "theirs"));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => UpdateAsync(tool.Id, $$"""{"name":"n{{i}}"}"""))));
        (await FindAsync(tool.Id)).Value!.Code.ShouldBe("mine");
    }

    [Fact]
    public async Task Update_OfADeletedTool_Is404()
    {
        StoredTool tool = await CreateAsync();
        _store.BeforeUpdate = async () => (await _keeper.DeleteAsync(_caller, tool.Id, TestContext.Current.CancellationToken)).Value.ShouldNotBeNull();
        (await UpdateAsync(tool.Id, "{}")).Rejection.ShouldBe(new Rejection(5, $"tool \"{tool.Id}\" was not found"));
    }

    [Fact]
    public async Task List_PageByPage_HasEachOnceNewestFirstAndEndsEmpty()
    {
        List<string> made = [];
        for (int i = 0; i < 60; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            made.Insert(0, (await CreateAsync()).Id);
        }

        (await ListAsync(null)).Select(static tool => tool.Id).ShouldBe(made);
        (await ListAsync("7")).Count.ShouldBe(7);
        (await ListAsync(null, made[57])).Select(static tool => tool.Id).ShouldBe(made[58..]);
        (await ListAsync(null, made[59])).ShouldBeEmpty();
    }

    [Fact]
    public async Task List_OfLargeTools_EndsAPageEarlyAndStillHasAll()
    {
        string code = new('x', 1_000_000);
        for (int i = 0; i < 20; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await CreateAsync($$"""{"name":"t","code":"{{code}}","language":"python"}""");
        }

        IReadOnlyList<StoredTool> first = await ListAsync(null);
        first.Count.ShouldBe(16);
        (await ListAsync(null, first[^1].Id)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Stranger_FindsChangesAndDeletesNothing()
    {
        StoredTool tool = await CreateAsync();
        Rejection missing = new(5, $"tool \"{tool.Id}\" was not found");
        (await _keeper.FindAsync(_stranger, tool.Id, TestContext.Current.CancellationToken)).Rejection.ShouldBe(missing);
        (await _keeper.UpdateAsync(_stranger, tool.Id, "{}"u8.ToArray(), TestContext.Current.CancellationToken)).Rejection.ShouldBe(missing);
        (await _keeper.DeleteAsync(_stranger, tool.Id, TestContext.Current.CancellationToken)).Rejection.ShouldBe(missing);
        (await _keeper.ListAsync(_stranger, null, null, TestContext.Current.CancellationToken)).Value.ShouldBeEmpty();
        (await FindAsync("not-an-id")).Rejection.ShouldBe(new Rejection(5, "tool \"not-an-id\" was not found"));
    }

    private StoredRevision Put(StoredRevision revision)
    {
        _runtimes.Put(_caller.ProjectId, revision);
        return revision;
    }

    private async Task<StoredTool> CreateAsync(string body = """{"name":"t","code":"c","language":"python"}""") =>
        (await _keeper.CreateAsync(_caller, Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken)).Value.ShouldNotBeNull();

    private async Task<Answer<StoredTool>> UpdateAsync(string id, string body) =>
        await _keeper.UpdateAsync(_caller, id, Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken);

    private async Task<Answer<StoredTool>> FindAsync(string id) => await _keeper.FindAsync(_caller, id, TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<StoredTool>> ListAsync(string? limit, string? startingAfter = null) =>
        (await _keeper.ListAsync(_caller, limit, startingAfter, TestContext.Current.CancellationToken)).Value.ShouldNotBeNull();
}
