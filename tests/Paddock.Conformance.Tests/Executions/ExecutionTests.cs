using System.Globalization;
using System.Net;
using System.Text.Json;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Executions;

/// <summary>What is kept of executions. Each test has a project of its own, so that it sees nothing of the others.</summary>
public sealed class ExecutionTests(ServerFixture server)
{
    private const string Executions = "/v1/executions";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Executions_OfAllKinds_AreKeptInFullAndFoundAtOnce()
    {
        using var client = await NewProjectAsync("kinds");
        var tool = await client.CreateAsync("/v1/tools", """{"name":"t","language":"python","code":"def execute(input): print('x'); return input"}""", Cancellation);
        var function = await IdAsync(client, "/v1/execute-function", """{"language":"JavaScript","code":"function execute(input){return input}","input":[1],"env":[]}""");
        var script = await IdAsync(client, "/v1/execute", """{"language":"python","code":"import sys; print(1); sys.exit(3)","args":["a"],"stdin":"in"}""");
        var call = await IdAsync(client, $"/v1/tools/{tool}/execute", """{"input":{"a":1},"env":[{"name":"A","value":"given"}]}""");

        var list = Data(await client.GetAsync(Executions, Cancellation));
        list.Select(static item => item.GetProperty("id").GetString()).ShouldBe([call, script, function], ignoreOrder: true);
        list.Select(static item => item.GetProperty("id").GetString()).ShouldBeInOrder(SortDirection.Descending);
        Data(await client.GetAsync($"{Executions}?only_non_zero_exit_codes=true", Cancellation)).ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(script);

        var kept = await GetAsync(client, script);
        kept.GetProperty("exit_code").GetInt32().ShouldBe(3);
        kept.GetProperty("language").GetString().ShouldBe("python");
        DateTimeOffset.Parse(kept.GetProperty("started_at").GetString()!, CultureInfo.InvariantCulture).ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        Details(kept, "script", "request").ShouldBe("""{"language":"python","code":"import sys; print(1); sys.exit(3)","args":["a"],"stdin":"in"}""");
        kept.GetProperty("details").GetProperty("response").GetProperty("stdout").GetString().ShouldBe("1\n");
        Details(await GetAsync(client, function), "function", "request").ShouldBe("""{"language":"JavaScript","code":"function execute(input){return input}","input":[1]}""");
        var ofTool = await GetAsync(client, call);
        Details(ofTool, "tool", "request").ShouldBe("""{"env":[{"name":"A","value":"given"}],"input":{"a":1}}""");
        ofTool.GetProperty("details").GetProperty("tool_id").GetString().ShouldBe(tool);
        ofTool.GetProperty("details").GetProperty("response").GetProperty("output").GetRawText().ShouldBe("""{"a":1}""");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Secrets_OfAnExecution_AreInNoRecord()
    {
        using var client = await NewProjectAsync("masked");
        var secret = await client.CreateAsync("/v1/secrets", """{"name":"s","value":"v3ry-s3cret-one"}""", Cancellation);
        var tool = await client.CreateAsync(
            "/v1/tools", """{"name":"t","language":"python","code":"import os\ndef execute(input): print(os.environ['S']); return {'s': os.environ['S'] + '!'}"}""", Cancellation);
        var reply = await client.PostToAsync(
            $"/v1/tools/{tool}/execute",
            """{"env":[{"name":"S","secret_id":"SECRET"}],"http":{"allow":[{"host":"a.example","auth":{"basic":{"user_id":"someone","password":"inl1ne-s3cret"}}}]}}"""
                .Replace("SECRET", secret, StringComparison.Ordinal),
            Cancellation);
        reply.Answer().ShouldBeValid("""{"s":"v3ry-s3cret-one!"}""");
        var kept = await client.GetAsync($"{Executions}/{reply.Answer().Id}", Cancellation);
        kept.Body.ShouldNotContain("v3ry-s3cret-one");
        kept.Body.ShouldNotContain("inl1ne-s3cret");
        kept.Body.ShouldNotContain("someone");
        var details = kept.Json().GetProperty("details");
        details.GetProperty("request").GetRawText().ShouldBe(
            """{"http":{"allow":[{"host":"a.example","auth":{"basic":{"user_id":"***","password":"***"}}}]},"env":[{"name":"S","secret_id":"SECRET"}]}"""
                .Replace("SECRET", secret, StringComparison.Ordinal));
        details.GetProperty("response").GetProperty("output").GetRawText().ShouldBe("""{"s":"***!"}""");
        details.GetProperty("response").GetProperty("execution").GetProperty("stdout").GetString().ShouldBe("***\n");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Pager_ThatAsksUntilAPageIsEmpty_HasEachOnceAndEnds()
    {
        using var client = await NewProjectAsync("paged");
        HashSet<string> made = [];
        for (var i = 0; i < 7; i++)
        {
            made.Add(await IdAsync(client, "/v1/execute-function", """{"language":"python","code":"def execute(input): return 1"}"""));
        }

        List<string> seen = [];
        JsonElement[] page;
        while ((page = Data(await client.GetAsync($"{Executions}?limit=3{(seen.Count == 0 ? "" : $"&starting_after={seen[^1]}")}", Cancellation))).Length > 0)
        {
            seen.AddRange(page.Select(static item => item.GetProperty("id").GetString()!));
            seen.Count.ShouldBeLessThan(100);
        }

        seen.Count.ShouldBe(7);
        made.SetEquals(seen).ShouldBeTrue();
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("limit=101", "limit is \"101\"")]
    [InlineData("limit=x", "limit is \"x\"")]
    [InlineData("starting_after=x", "starting_after is \"x\"")]
    [InlineData("only_non_zero_exit_codes=2", "only_non_zero_exit_codes is \"2\"")]
    public async Task List_WithAWrongQuery_NamesIt(string query, string message) =>
        (await server.Client.GetAsync($"{Executions}?{query}", Cancellation)).ShouldFail(HttpStatusCode.BadRequest, 3).ShouldStartWith(message);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Projects_SeeNothingOfEachOther()
    {
        using var ours = await NewProjectAsync("ours");
        using var theirs = await NewProjectAsync("theirs");
        var tool = await ours.CreateAsync("/v1/tools", """{"name":"t","language":"python","code":"def execute(input): return 1"}""", Cancellation);
        var secret = await ours.CreateAsync("/v1/secrets", """{"name":"s","value":"vvvv"}""", Cancellation);
        var execution = await IdAsync(ours, $"/v1/tools/{tool}/execute", "{}");

        (await theirs.GetAsync($"{Executions}/{execution}", Cancellation)).ShouldFail(HttpStatusCode.NotFound, 5).ShouldBe($"execution \"{execution}\" was not found");
        (await theirs.GetAsync($"/v1/tools/{tool}", Cancellation)).ShouldFail(HttpStatusCode.NotFound, 5).ShouldBe($"tool \"{tool}\" was not found");
        (await theirs.PostToAsync($"/v1/tools/{tool}", "{}", Cancellation)).ShouldFail(HttpStatusCode.NotFound, 5);
        (await theirs.PostToAsync($"/v1/tools/{tool}/execute", "{}", Cancellation)).ShouldFail(HttpStatusCode.NotFound, 5);
        (await theirs.DeleteAsync($"/v1/tools/{tool}", Cancellation)).ShouldFail(HttpStatusCode.NotFound, 5);
        (await theirs.DeleteAsync($"/v1/secrets/{secret}", Cancellation)).ShouldFail(HttpStatusCode.NotFound, 5);
        (await theirs.GetAsync(Executions, Cancellation)).Body.ShouldBe("""{"data":[]}""");
        (await theirs.GetAsync("/v1/tools", Cancellation)).Body.ShouldBe("""{"tools":[]}""");
        (await theirs.GetAsync("/v1/secrets", Cancellation)).Body.ShouldBe("""{"secrets":[]}""");
        var borrowed = await theirs.CreateAsync("/v1/tools", """{"name":"t","language":"python","code":"def execute(input): return 1"}""", Cancellation);
        (await theirs.PostToAsync($"/v1/tools/{borrowed}/execute", $$"""{"env":[{"name":"S","secret_id":"{{secret}}"}]}""", Cancellation))
            .ShouldFail(HttpStatusCode.BadRequest, 3).ShouldContain("was not found");
        (await ours.GetAsync($"{Executions}/{execution}", Cancellation)).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static JsonElement[] Data(ApiReply reply)
    {
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.ToString());
        return [.. reply.Json().GetProperty("data").EnumerateArray()];
    }

    private static string Details(JsonElement execution, string type, string member)
    {
        var details = execution.GetProperty("details");
        details.GetProperty("type").GetString().ShouldBe(type);
        return details.GetProperty(member).GetRawText();
    }

    private static async Task<JsonElement> GetAsync(PaddockClient client, string id)
    {
        var reply = await client.GetAsync($"{Executions}/{id}", Cancellation);
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.ToString());
        return reply.Json();
    }

    /// <summary>Executes, and gives the id of the execution.</summary>
    private static async Task<string> IdAsync(PaddockClient client, string path, string body)
    {
        var reply = await client.PostToAsync(path, body, Cancellation);
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.ToString());
        var json = reply.Json();
        return (json.TryGetProperty("execution", out var execution) ? execution : json).GetProperty("id").GetString()!;
    }

    private async Task<PaddockClient> NewProjectAsync(string name) =>
        server.Server.ClientWithKey(await server.Server.CreateKeyAsync(Cancellation, "--project", $"executions-{name}"));
}
