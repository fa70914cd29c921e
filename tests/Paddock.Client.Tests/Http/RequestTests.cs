using System.Net;
using Paddock.Client.Errors;
using Paddock.Client.Json;
using Paddock.Client.Paging;
using Paddock.Client.Tests.Fakes;
using Paddock.Contracts.Functions;
using Paddock.Contracts.Scripts;
using Paddock.Contracts.Secrets;
using Paddock.Contracts.Tools;

namespace Paddock.Client.Tests.Http;

/// <summary>What goes over the wire.</summary>
public sealed class RequestTests
{
    private const string Tool = """{"id":"T","name":"n","description":"","code":"c","language":"python","input_schema":{},"revision_id":"R"}""";
    private const string Execution = """{"id":"E","exit_code":0,"stdout":"","stderr":"","duration":1}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string?, string, Func<PaddockClient, Task>> Calls => new()
    {
        {
            "POST", "/v1/execute", """{"language":"ruby","code":"x","stdin":"hé","args":["a"]}""", Execution,
            static client => client.Command.ExecAsync(new ExecuteRequest { Language = "ruby", Code = "x", Args = ["a"], Stdin = "hé" }, cancellationToken: Token)
        },
        {
            "POST", "/v1/execute-function", """{"language":"python","code":"x","input":[1,null]}""", Clients.FunctionAnswer,
            static client => client.Command.ExecFuncAsync(new ExecuteFunctionRequest { Language = "python", Code = "x", Input = PaddockJson.Parse("[1,null]") }, cancellationToken: Token)
        },
        {
            "POST", "/v1/execute-function", """{"language":"python","code":"x","input":null}""", Clients.FunctionAnswer,
            static client => client.Command.ExecFuncAsync(new ExecuteFunctionRequest { Language = "python", Code = "x", Input = PaddockJson.From(null) }, cancellationToken: Token)
        },
        {
            "POST", "/v1/tools", """{"name":"n","code":"c","language":"python","input_schema":{"type":"object"}}""", Tool,
            static client => client.Tools.CreateAsync(new CreateToolRequest { Name = "n", Code = "c", Language = "python", InputSchema = PaddockJson.Parse("""{"type":"object"}""") }, cancellationToken: Token)
        },
        { "POST", "/v1/tools/T", """{"code":"d"}""", Tool, static client => client.Tools.UpdateAsync("T", new UpdateToolRequest { Code = "d" }, cancellationToken: Token) },
        { "GET", "/v1/tools/T", null, Tool, static client => client.Tools.GetAsync("T", cancellationToken: Token) },
        { "GET", "/v1/tools/a%2Fb%3Fc", null, Tool, static client => client.Tools.GetAsync("a/b?c", cancellationToken: Token) },
        { "GET", "/v1/tools", null, """{"tools":[]}""", static client => client.Tools.ListPageAsync(cancellationToken: Token) },
        {
            "GET", "/v1/tools?limit=5&starting_after=A%26B", null, """{"tools":[]}""",
            static client => client.Tools.ListPageAsync(new ListParameters { Limit = 5, StartingAfter = "A&B" }, cancellationToken: Token)
        },
        {
            "POST", "/v1/tools/T/execute", """{"input":1,"revision_id":"R","env":[{"name":"K","secret_id":"S"}]}""", Clients.FunctionAnswer,
            static client => client.Tools.ExecAsync(
                "T",
                new ExecuteToolRequest { Input = PaddockJson.Parse("1"), RevisionId = "R", Environment = [new ToolEnvironmentVariable { Name = "K", SecretId = "S" }] },
                cancellationToken: Token)
        },
        { "DELETE", "/v1/tools/T", null, """{"id":"T","deleted":true}""", static client => client.Tools.DeleteAsync("T", cancellationToken: Token) },
        {
            "POST", "/v1/secrets", """{"name":"n","value":"v"}""", """{"id":"S","name":"n"}""",
            static client => client.Secrets.CreateAsync(new CreateSecretRequest { Name = "n", Value = "v" }, cancellationToken: Token)
        },
        { "GET", "/v1/secrets?limit=1", null, """{"secrets":[]}""", static client => client.Secrets.ListPageAsync(new ListParameters { Limit = 1 }, cancellationToken: Token) },
        { "DELETE", "/v1/secrets/S", null, """{"id":"S","deleted":true}""", static client => client.Secrets.DeleteAsync("S", cancellationToken: Token) },
        {
            "GET", "/v1/executions?only_non_zero_exit_codes=true", null, """{"data":[]}""",
            static client => client.Executions.ListPageAsync(new ExecutionListParameters { OnlyNonZeroExitCodes = true }, cancellationToken: Token)
        },
    };

    [Theory]
    [MemberData(nameof(Calls), DisableDiscoveryEnumeration = true)]
    public async Task Method_OfAResource_SendsWhatTheApiTakes(string method, string path, string? body, string answer, Func<PaddockClient, Task> call)
    {
        var server = new FakeServer().Answers(HttpStatusCode.OK, answer);
        using var client = Clients.Of(server);

        await call(client);

        var sent = server.Requests.ShouldHaveSingleItem();
        sent.Method.Method.ShouldBe(method);
        sent.Url.AbsoluteUri.ShouldBe($"http://paddock.test{path}");
        sent.Body.ShouldBe(body);
        sent.ContentType.ShouldBe(body is null ? null : "application/json");
        sent.Headers["Authorization"].ShouldBe($"Bearer {Clients.Key}");
        sent.Headers["Accept"].ShouldBe("application/json");
        sent.Headers["User-Agent"].ShouldStartWith("paddock-dotnet/");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Id_ThatWouldBeAnotherPath_IsRefused(string id)
    {
        var server = new FakeServer().Answers(HttpStatusCode.OK, Tool);
        using var client = Clients.Of(server);

        await Should.ThrowAsync<ArgumentException>(() => client.Tools.GetAsync(id, cancellationToken: Token));
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Headers_OfClientAndCall_AreSentAndTheCallWins()
    {
        var server = new FakeServer().Answers(HttpStatusCode.OK, Tool);
        using var client = new PaddockClient(new PaddockClientOptions
        {
            ApiKey = Clients.Key,
            HttpClient = new HttpClient(server),
            Headers = new Dictionary<string, string> { ["X-One"] = "1", ["X-Two"] = "2" },
        });

        await client.Tools.GetAsync("T", new RequestOptions { Headers = new Dictionary<string, string> { ["x-two"] = "zwei" } }, Token);

        server.Requests[0].Headers["X-One"].ShouldBe("1");
        server.Requests[0].Headers["X-Two"].ShouldBe("zwei");
    }

    [Fact]
    public async Task Header_OfTheBody_IsRefused()
    {
        using var client = Clients.Of(new FakeServer().Answers(HttpStatusCode.OK, Tool));

        var error = await Should.ThrowAsync<PaddockConfigurationException>(
            () => client.Tools.GetAsync("T", new RequestOptions { Headers = new Dictionary<string, string> { ["Content-Type"] = "text/plain" } }, Token));

        error.Message.ShouldContain("Content-Type");
    }
}
