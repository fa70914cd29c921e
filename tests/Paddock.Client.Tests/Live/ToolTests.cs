using System.Text.Json.Nodes;
using Paddock.Client.Errors;
using Paddock.Client.Json;
using Paddock.Client.Paging;
using Paddock.Contracts.Executions;
using Paddock.Contracts.Secrets;
using Paddock.Contracts.Tools;
using Paddock.TestKit.Hosting;

namespace Paddock.Client.Tests.Live;

/// <summary><c>client.Tools</c> and <c>client.Secrets</c> against the server.</summary>
public sealed class ToolTests(ServerFixture fixture) : IDisposable
{
    private const string Schema = """{"type":"object","required":["name"],"properties":{"name":{"type":"string"}}}""";

    private readonly PaddockClient _client = LiveClient.Of(fixture);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Tool_FromCreateToDelete_IsWhatWasSent()
    {
        var created = await CreateAsync("life", "def execute(input): return 'one'");
        created.Name.ShouldBe("life");
        created.Description.ShouldBe("d");
        PaddockJson.ToNode(created.InputSchema)!.ToJsonString().ShouldBe(Schema);
        (await _client.Tools.GetAsync(created.Id, cancellationToken: Token)).Code.ShouldBe(created.Code);

        var updated = await _client.Tools.UpdateAsync(created.Id, new UpdateToolRequest { Code = "def execute(input): return 'two'" }, cancellationToken: Token);
        updated.RevisionId.ShouldNotBe(created.RevisionId);
        updated.Name.ShouldBe("life");
        (await ExecAsync(created.Id, new ExecuteToolRequest { Input = Name("x") })).ShouldBe("two");
        (await ExecAsync(created.Id, new ExecuteToolRequest { Input = Name("x"), RevisionId = created.RevisionId })).ShouldBe("one");

        (await _client.Tools.DeleteAsync(created.Id, cancellationToken: Token)).IsDeleted.ShouldBeTrue();
        (await Should.ThrowAsync<NotFoundException>(() => _client.Tools.GetAsync(created.Id, cancellationToken: Token))).Message.ShouldContain(created.Id);
    }

    [Fact]
    public async Task Input_AgainstTheSchema_IsABadRequestAndNothingRuns()
    {
        var tool = await CreateAsync("strict", "def execute(input): return 1");

        var error = await Should.ThrowAsync<BadRequestException>(
            () => _client.Tools.ExecAsync(tool.Id, new ExecuteToolRequest { Input = PaddockJson.Parse("""{"name":5}""") }, cancellationToken: Token));

        error.ServerMessage.ShouldNotBeNull().ShouldContain("name");
    }

    [Fact]
    public async Task Secret_AsAVariableOfATool_ReachesTheCodeAndIsListedWithoutItsValue()
    {
        var secret = await _client.Secrets.CreateAsync(new CreateSecretRequest { Name = "greeting", Value = "sesame" }, cancellationToken: Token);
        var tool = await CreateAsync("env", "import os\ndef execute(input): return len(os.environ['GREETING'])");

        var answer = await _client.Tools.ExecAsync(
            tool.Id,
            new ExecuteToolRequest { Input = Name("x"), Environment = [new ToolEnvironmentVariable { Name = "GREETING", SecretId = secret.Id }] },
            cancellationToken: Token);

        answer.Output.GetInt32().ShouldBe(6);
        (await ListSecretsAsync()).ShouldContain(secret);
        (await _client.Secrets.DeleteAsync(secret.Id, cancellationToken: Token)).Id.ShouldBe(secret.Id);
        (await ListSecretsAsync()).ShouldNotContain(secret);
    }

    [Fact]
    public async Task Tools_OfSeveralPages_AreListedNewestFirst()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, (await CreateAsync($"page-{i}", "def execute(input): return 1")).Id);
        }

        var listed = new List<string>();
        await foreach (var tool in _client.Tools.ListAsync(new ListParameters { Limit = 2 }, cancellationToken: Token))
        {
            listed.Add(tool.Id);
        }

        // other tests make tools meanwhile
        listed.Where(ids.Contains).ShouldBe(ids);
        listed.Distinct().Count().ShouldBe(listed.Count);
        (await _client.Tools.ListPageAsync(new ListParameters { Limit = 2 }, cancellationToken: Token)).Items.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Limit_OverAHundred_IsABadRequest() =>
        (await Should.ThrowAsync<BadRequestException>(() => _client.Tools.ListPageAsync(new ListParameters { Limit = 101 }, cancellationToken: Token))).ServerMessage.ShouldNotBeNull().ShouldContain("limit");

    private Task<Tool> CreateAsync(string name, string code) => _client.Tools.CreateAsync(
        new CreateToolRequest { Name = name, Code = code, Language = Languages.Python, Description = "d", InputSchema = PaddockJson.Parse(Schema) }, cancellationToken: Token);

    private async Task<string> ExecAsync(string id, ExecuteToolRequest request) =>
        (await _client.Tools.ExecAsync(id, request, cancellationToken: Token)).ReadOutputNode()!.GetValue<string>();

    private async Task<List<SecretInfo>> ListSecretsAsync()
    {
        var secrets = new List<SecretInfo>();
        await foreach (var secret in _client.Secrets.ListAsync(cancellationToken: Token))
        {
            secrets.Add(secret);
        }

        return secrets;
    }

    private static System.Text.Json.JsonElement Name(string name) => PaddockJson.From(new JsonObject { ["name"] = name });
}
