using System.Net;
using System.Text.Json;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Tools;

/// <summary>Tools, from their making to their execution.</summary>
public sealed class ToolTests(ServerFixture server)
{
    private const string Tools = "/v1/tools";
    private const string Adult = """{"type":"object","required":["age"],"properties":{"age":{"type":"integer","minimum":18}}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("python", "def execute(input): return [input, 'python']")]
    [InlineData("javascript", "function execute(input) { return [input, 'javascript']; }")]
    [InlineData("typescript", "export async function execute(input: unknown): Promise<unknown> { return [input, 'typescript']; }")]
    public async Task Tool_OfEachLanguage_IsExecuted(string language, string code)
    {
        var id = await CreateAsync(language, code);
        (await ExecuteAsync(id, """{"input":{"a":[1,2.50]}}""")).Answer().ShouldBeValid($$"""[{"a":[1,2.50]},"{{language}}"]""");
        (await ExecuteAsync(id, "{}")).Answer().ShouldBeValid($"[null,\"{language}\"]");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("""{"input":{"age":17}}""", "/age", "minimum")]
    [InlineData("""{"input":{}}""", "age", "required")]
    [InlineData("""{"input":[]}""", "object", "type")]
    [InlineData("{}", "object", "type")]
    public async Task Input_ThatDoesNotMeetItsSchema_IsRefusedWithPathAndRuleAndNothingRuns(string body, string path, string rule)
    {
        var id = await CreateAsync("python", "def execute(input): raise SystemExit(9)", Adult);
        var message = (await ExecuteAsync(id, body)).ShouldFail(HttpStatusCode.BadRequest, 3);
        message.ShouldContain(path);
        message.ShouldContain(rule);
        (await server.Client.GetAsync("/v1/executions?only_non_zero_exit_codes=true", Cancellation)).Body.ShouldNotContain(id);
        (await ExecuteAsync(id, """{"input":{"age":18}}""")).Answer().ShouldBeError(9);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Update_WithoutASchema_MakesANewRevisionAndTheOldOneCanBePinned()
    {
        var id = await CreateAsync("python", "def execute(input): return 'old'", Adult);
        var first = (await server.Client.GetAsync($"{Tools}/{id}", Cancellation)).Json();
        var reply = await server.Client.PostToAsync($"{Tools}/{id}", """{"code":"def execute(input): return 'new'"}""", Cancellation);
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.ToString());
        var second = reply.Json();
        second.GetProperty("revision_id").GetString().ShouldNotBe(first.GetProperty("revision_id").GetString());
        second.GetProperty("input_schema").GetRawText().ShouldBe(Adult);
        (await ExecuteAsync(id, """{"input":{"age":18}}""")).Answer().ShouldBeValid("\"new\"");
        var pinned = first.GetProperty("revision_id").GetString();
        (await ExecuteAsync(id, $$"""{"input":{"age":18},"revision_id":"{{pinned}}"}""")).Answer().ShouldBeValid("\"old\"");
        (await ExecuteAsync(id, """{"input":{"age":18},"revision_id":"01JC0NF0RMANCE000000000000"}""")).ShouldFail(HttpStatusCode.NotFound, 5).ShouldContain("has no revision");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Environment_OfACall_TakesValuesAndSecretsAndFilesAndLimits()
    {
        var secret = await server.Client.CreateAsync("/v1/secrets", """{"name":"s","value":"a stored one"}""", Cancellation);
        var id = await CreateAsync("python", "import os\ndef execute(input): return [os.environ['A'], os.environ['B'], open('f').read()]");
        (await ExecuteAsync(
            id,
            """{"env":[{"name":"A","value":"given"},{"name":"B","secret_id":"SECRET"}],"files":[{"path":"f","contents":"file"}],"limits":{"execution_timeout":5}}"""
                .Replace("SECRET", secret, StringComparison.Ordinal)))
            .Answer().ShouldBeValid("""["given","a stored one","file"]""");
        (await ExecuteAsync(id, """{"env":[{"name":"A","secret_id":"01JC0NF0RMANCE000000000000"}]}""")).ShouldFail(HttpStatusCode.BadRequest, 3)
            .ShouldBe("env[0].secret_id names secret \"01JC0NF0RMANCE000000000000\", which was not found; GET /v1/secrets lists those there are");
        (await ExecuteAsync(id, """{"limits":{"execution_timeout":100000}}""")).ShouldFail(HttpStatusCode.BadRequest, 3).ShouldStartWith("limits.execution_timeout is 100000 s");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("{\"type\":\"strnig\"}")]
    [InlineData("{\"$ref\":\"https://example.com/elsewhere.json\"}")]
    [InlineData("{\"pattern\":\"(a\"}")]
    public async Task Schema_ThatCannotBeUsed_IsRefusedAtOnce(string schema) => (await server.Client.PostToAsync(
        Tools, $$"""{"name":"t","language":"python","code":"c","input_schema":{{schema}}}""", Cancellation)).ShouldFail(HttpStatusCode.BadRequest, 3).ShouldStartWith("input_schema");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Schema_WithACatastrophicPattern_AnswersSoon()
    {
        var id = await CreateAsync("python", "def execute(input): return 1", """{"pattern":"^(a+)+$"}""");
        (await ExecuteAsync(id, $$"""{"input":"{{new string('a', 50_000)}}b"}""").WaitAsync(TimeSpan.FromSeconds(20), Cancellation)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Delete_OfATool_LeavesNothingToExecute()
    {
        var id = await CreateAsync("python", "def execute(input): return 1");
        (await server.Client.DeleteAsync($"{Tools}/{id}", Cancellation)).Body.ShouldBe($$"""{"id":"{{id}}","deleted":true}""");
        var message = $"tool \"{id}\" was not found";
        (await server.Client.DeleteAsync($"{Tools}/{id}", Cancellation)).ShouldFail(HttpStatusCode.NotFound, 5).ShouldBe(message);
        (await server.Client.GetAsync($"{Tools}/{id}", Cancellation)).ShouldFail(HttpStatusCode.NotFound, 5).ShouldBe(message);
        (await server.Client.PostToAsync($"{Tools}/{id}", "{}", Cancellation)).ShouldFail(HttpStatusCode.NotFound, 5).ShouldBe(message);
        (await ExecuteAsync(id, "{}")).ShouldFail(HttpStatusCode.NotFound, 5).ShouldBe(message);
        (await ExecuteAsync("nonsense", "{}")).ShouldFail(HttpStatusCode.NotFound, 5).ShouldBe("tool \"nonsense\" was not found");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Updates_AtOnce_AreAllKept()
    {
        var id = await CreateAsync("python", "def execute(input): return 1");
        string[] changes = ["\"name\":\"n\"", "\"description\":\"d\"", "\"code\":\"def execute(input): return 2\"", "\"input_schema\":{\"type\":\"null\"}"];
        var replies = await Task.WhenAll(changes.Select(change => server.Client.PostToAsync($"{Tools}/{id}", $"{{{change}}}", Cancellation)));
        replies.ShouldAllBe(static reply => reply.Status == HttpStatusCode.OK);
        replies.Select(static reply => reply.Json().GetProperty("revision_id").GetString()).Distinct().Count().ShouldBe(4);
        var tool = (await server.Client.GetAsync($"{Tools}/{id}", Cancellation)).Json();
        (tool.GetProperty("name").GetString(), tool.GetProperty("description").GetString(), tool.GetProperty("input_schema").GetRawText()).ShouldBe(("n", "d", """{"type":"null"}"""));
        (await ExecuteAsync(id, "{}")).Answer().ShouldBeValid("2");
    }

    private Task<string> CreateAsync(string language, string code, string? schema = null) => server.Client.CreateAsync(
        Tools,
        $$"""{"name":"t","language":"{{language}}","code":{{JsonSerializer.Serialize(code)}},"input_schema":{{schema ?? "null"}}}""",
        Cancellation);

    private Task<ApiReply> ExecuteAsync(string id, string body) => server.Client.PostToAsync($"{Tools}/{id}/execute", body, Cancellation);
}
