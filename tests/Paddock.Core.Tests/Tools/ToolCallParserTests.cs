using System.Text;
using Paddock.Core.Executions;
using Paddock.Core.Tools;

namespace Paddock.Core.Tests.Tools;

public sealed class ToolCallParserTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"env":[],"revision_id":"","http":[],"limits":[],"files":[],"input":null}""")]
    [InlineData("""{"env":{},"revision_id":null}""")]
    public void Call_WithNothing_IsRead(string body)
    {
        ToolCall call = Accept(body);
        call.RevisionId.ShouldBeNull();
        Encoding.UTF8.GetString(call.Input.Span).ShouldBe("null");
        call.Variables.ShouldBeEmpty();
        call.Limits.Timeout.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Call_WithEverything_IsRead()
    {
        ToolCall call = Accept(
            """
            {"input":[1],"revision_id":"R","env":[{"name":"A","value":"1"},{"name":"B","secret_id":"S","value":null}],"files":[{"path":"p","contents":"c"}],
             "http":{"allow":[{"host":"a.example","auth":{"bearer":{"secret_id":"S"}}}]},"limits":{"execution_timeout":2}}
            """);
        call.RevisionId.ShouldBe("R");
        Encoding.UTF8.GetString(call.Input.Span).ShouldBe("[1]");
        call.Variables.ShouldBe([new ToolVariable("A", "1", null), new ToolVariable("B", null, new("env[1].secret_id", "S"))]);
        call.Files.ShouldHaveSingleItem().Path.ShouldBe("p");
        call.AllowedHosts.ShouldHaveSingleItem().Secret!.Field.ShouldBe("http.allow[0].auth.bearer.secret_id");
        call.Limits.Timeout.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("{\"env\":{\"A\":\"s3cr3t\"}}", "env of a tool must be a list of objects with name and value or secret_id, not an object")]
    [InlineData("{\"env\":[\"s3cr3t\"]}", "env[0] must be an object with name and value or secret_id, not a string")]
    [InlineData("{\"env\":[{\"name\":\"A\",\"value\":\"v\"},{\"value\":\"s3cr3t\"}]}", "env[1].name is required and must be a string")]
    [InlineData("{\"env\":[{\"name\":\"A=\",\"value\":\"s3cr3t\"}]}", "env[\"A=\"] is no name for a variable: = and control characters are not allowed in it")]
    [InlineData("{\"env\":[{\"name\":\"A\"}]}", "env[0] (\"A\") has neither value nor secret_id; give one of them")]
    [InlineData("{\"env\":[{\"name\":\"A\",\"value\":\"s3cr3t\",\"secret_id\":\"S\"}]}", "env[0] (\"A\") has both value and secret_id; give one of them")]
    [InlineData("{\"env\":[{\"name\":\"A\",\"value\":[\"s3cr3t\"]}]}", "env[0].value (\"A\") must be a string, not a list")]
    [InlineData("{\"env\":[{\"name\":\"A\",\"value\":\"s3cr3t\\u0000\"}]}", "env[0].value (\"A\") must not contain a NUL character (\\u0000)")]
    [InlineData("{\"env\":[{\"name\":\"A\",\"secret_id\":5}]}", "env[0].secret_id must be a string, not a number")]
    [InlineData("{\"revision_id\":5}", "revision_id must be a string, not a number")]
    [InlineData("", "the body is empty; send a JSON object with input, or {} for none")]
    public void Call_ThatBreaksARule_IsRefusedWithoutValues(string body, string message)
    {
        Rejection rejection = new ToolCallParser(new ExecutionsOptions()).Parse(Encoding.UTF8.GetBytes(body), out ToolCall? call).ShouldNotBeNull();
        call.ShouldBeNull();
        rejection.ShouldBe(new Rejection(3, message));
        message.ShouldNotContain("s3cr3t");
    }

    [Fact]
    public void Call_WithTooManyVariables_IsRefused()
    {
        string entries = string.Join(',', Enumerable.Range(0, 101).Select(static i => $$"""{"name":"N{{i}}","value":"v"}"""));
        new ToolCallParser(new ExecutionsOptions()).Parse(Encoding.UTF8.GetBytes($$"""{"env":[{{entries}}]}"""), out _)!.Message
            .ShouldBe("env has 101 entries, but at most 100 are allowed; send data as input or files, or raise Paddock__Executions__MaxEnvironmentVariables on the server");
    }

    private static ToolCall Accept(string body)
    {
        new ToolCallParser(new ExecutionsOptions()).Parse(Encoding.UTF8.GetBytes(body), out ToolCall? call).ShouldBeNull();
        return call.ShouldNotBeNull();
    }
}
