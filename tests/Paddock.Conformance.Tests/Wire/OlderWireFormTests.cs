using System.Net;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Wire;

/// <summary>What clients in the field still send, and members whose feature is yet to come.</summary>
public sealed class OlderWireFormTests(ServerFixture server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("python", "def execute(input): return 1")]
    [InlineData("PYTHON", "def execute(input): return 1")]
    [InlineData("Python", "def execute(input): return 1")]
    [InlineData("JavaScript", "function execute(input) { return 1; }")]
    [InlineData("JAVASCRIPT", "function execute(input) { return 1; }")]
    [InlineData("TypeScript", "function execute(input: null): number { return 1; }")]
    public async Task Language_InAnyLetterCase_Runs(string language, string code) =>
        (await server.Client.ExecuteAsync(new FunctionCall(language, code), Cancellation)).ShouldBeValid("1");

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("env", "[]")]
    [InlineData("env", "{}")]
    [InlineData("env", "null")]
    [InlineData("input", "[]")]
    [InlineData("files", "[]")]
    [InlineData("files", "null")]
    [InlineData("limits", "{}")]
    [InlineData("limits", "null")]
    [InlineData("limits", """{"execution_timeout":null,"memory_size":null,"max_cpu":1}""")]
    [InlineData("http", "{}")]
    [InlineData("http", "null")]
    [InlineData("http", """{"allow":[]}""")]
    [InlineData("http", """{"allow":null}""")]
    [InlineData("allow_http_hosts", "[]")]
    [InlineData("runtime_revision_id", "null")]
    [InlineData("args", "[]")]
    [InlineData("stdin", "\"x\"")]
    [InlineData("unknown", """{"any":["thing",1]}""")]
    [InlineData("Code", "5")]
    public async Task Member_EmptyOrUnknown_ChangesNothing(string member, string value) =>
        (await SendAsync(member, value)).Answer().ShouldBeValid("1");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task File_WithContentForContents_IsThere() => (await server.Client.ExecuteAsync("""
        {"language":"python","code":"def execute(input): return open('a.txt').read()","files":[{"path":"a.txt","content":"old"}]}
        """, Cancellation)).ShouldBeValid("\"old\"");

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("http", """{"allow":[{"host":"*"}]}""")]
    [InlineData("http", """{"allow":[{"host":"*.example.com"},{"host":"example.com"},{"host":"example.com"}]}""")]
    [InlineData("http", """{"allow":[{"host":"a.example","auth":{"bearer":{"token":"t"}}}]}""")]
    [InlineData("http", """{"allow":[{"host":"a.example","auth":{"basic":{"user_id":"u","password":"p"}}}]}""")]
    [InlineData("http", """{"allow":[{"host":"a.example","auth":{"header":{"name":"X-Key","value":"v"}}}]}""")]
    [InlineData("http", """{"allow":[{"host":"a.example","auth":{"header":{"name":"X-Key","token":"v"}}}]}""")]
    [InlineData("http", """{"allow":[{"host":"a.example","auth":{"query":{"key":"k","value":"v"}}}]}""")]
    [InlineData("http", """{"allow":[{"host":"a.example","auth":{"query":{"key":"k","token":"v"}}}]}""")]
    [InlineData("allow_http_hosts", """["a.example"]""")]
    public async Task Http_InEachForm_IsTaken(string member, string value) =>
        (await SendAsync(member, value)).Answer().ShouldBeValid("1");

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("\"01JC0NF0RMANCE000000000009\"")]
    [InlineData("\"no id at all\"")]
    public async Task RuntimeRevision_Unknown_IsNotFound(string value) =>
        (await SendAsync("runtime_revision_id", value)).ShouldFail(HttpStatusCode.NotFound, 5).ShouldContain("revision");

    private Task<ApiReply> SendAsync(string member, string value) => server.Client.PostAsync(
        $$$"""{"language":"python","code":"def execute(input): return 1","{{{member}}}":{{{value}}}}""", Cancellation);
}
