using System.Net;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Wire;

/// <summary>POST /v1/execute as a caller sees it: the answer's members, older forms of requests, refusals.</summary>
public sealed class ScriptWireTests(ServerFixture server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Answer_IsFlat()
    {
        var answer = await server.Client.ExecuteAsync(new ScriptCall("python", "print(1)"), Cancellation);

        answer.Members.ShouldBe(["id", "exit_code", "stdout", "stderr", "duration", "termination_reason"]);
        answer.Id.ShouldMatch("^[0-9A-HJKMNP-TV-Z]{26}$");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("Python", "print(1)")]
    [InlineData("JAVASCRIPT", "console.log(1)")]
    [InlineData("TypeScript", "console.log(1 as number)")]
    [InlineData("Ruby", "puts 1")]
    [InlineData("PHP", "<?php echo \"1\\n\";")]
    public async Task Language_InAnyLetterCase_Runs(string language, string code) =>
        (await server.Client.ExecuteAsync(new ScriptCall(language, code), Cancellation)).ShouldSucceed("1\n");

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("args", "[]")]
    [InlineData("args", "null")]
    [InlineData("stdin", "null")]
    [InlineData("stdin", "\"\"")]
    [InlineData("env", "[]")]
    [InlineData("files", "[]")]
    [InlineData("limits", """{"execution_timeout":0,"memory_size":0}""")]
    [InlineData("http", "{}")]
    [InlineData("runtime_revision_id", "\"\"")]
    [InlineData("input", """{"of":["functions"]}""")]
    [InlineData("unknown", "5")]
    public async Task Member_EmptyOrUnknown_ChangesNothing(string member, string value) =>
        new ScriptAnswer(await SendAsync(member, value)).ShouldSucceed("1\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task File_WithContentForContents_IsThere() => new ScriptAnswer(await server.Client.PostScriptAsync(
        """{"language":"python","code":"print(open('a.txt').read())","files":[{"path":"a.txt","content":"old"}]}""", Cancellation)).ShouldSucceed("old\n");

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("args", "\"a\"", "args must be a list of strings, not a string")]
    [InlineData("args", "[1]", "args[0] must be a string, not a number")]
    [InlineData("stdin", "5", "stdin must be a string, not a number")]
    [InlineData("env", "[1]", "env must be an object")]
    [InlineData("limits", """{"memory_size":-1}""", "limits.memory_size is -1, but must not be negative")]
    public async Task Member_Wrong_IsRefused(string member, string value, string message) =>
        (await SendAsync(member, value)).ShouldFail(HttpStatusCode.BadRequest, 3).ShouldStartWith(message);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Stdin_TooLong_IsRefusedNamingTheLimit() => (await SendAsync("stdin", $"\"{new string('x', (10 << 20) + 1)}\""))
        .ShouldFail(HttpStatusCode.BadRequest, 3).ShouldStartWith("stdin has 10485761 bytes, but at most 10485760 are allowed");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Language_Unknown_IsRefusedWithTheKnownOnes() =>
        (await server.Client.PostScriptAsync("""{"language":"perl","code":"1"}""", Cancellation)).ShouldFail(HttpStatusCode.BadRequest, 3)
            .ShouldBe("language \"perl\" is not known; use \"python\", \"javascript\", \"typescript\", \"ruby\" or \"php\"");

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("ruby")]
    [InlineData("PHP")]
    public async Task Function_InALanguageOfScripts_IsToldWhereToGo(string language) =>
        (await server.Client.PostAsync($$"""{"language":"{{language}}","code":"1"}""", Cancellation)).ShouldFail(HttpStatusCode.BadRequest, 3)
            .ShouldContain("POST /v1/execute");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Key_LeftOut_IsRefused() => (await server.Client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, PaddockClient.ExecuteScript) { Content = PaddockClient.JsonContent("{}"u8.ToArray()) }, Cancellation, anonymous: true))
        .ShouldFail(HttpStatusCode.Unauthorized, 16).ShouldBe("unauthenticated");

    private Task<ApiReply> SendAsync(string member, string value) =>
        server.Client.PostScriptAsync($$$"""{"language":"python","code":"print(1)","{{{member}}}":{{{value}}}}""", Cancellation);
}
