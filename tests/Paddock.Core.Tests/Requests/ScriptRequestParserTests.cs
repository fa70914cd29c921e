using System.Text;
using Paddock.Core.Executions;
using Paddock.Core.Requests;

namespace Paddock.Core.Tests.Requests;

public sealed class ScriptRequestParserTests
{
    [Fact]
    public void Script_WithEveryMember_IsRead()
    {
        ScriptRequest request = ScriptParsing.Accept("""
            {"language":"python","code":"c","args":["-v","a b"],"stdin":"one\n\u00e9","env":{"A":"1"},"files":[{"path":"a.txt","content":"x"}],
             "http":{"allow":[{"host":"a.example"}]},"limits":{"execution_timeout":5,"memory_size":64},"runtime_revision_id":"R"}
            """);

        request.Language.ShouldBe(Language.Python);
        request.Code.ShouldBe("c");
        request.Script.Arguments.ShouldBe(["-v", "a b"]);
        Encoding.UTF8.GetString(request.Script.Stdin.Span).ShouldBe("one\né");
        request.Environment.ShouldBe([new("A", "1")]);
        request.Files.ShouldBe([new InputFile("a.txt", "x")]);
        request.AllowedHosts.Count.ShouldBe(1);
        request.Limits.ShouldBe(new ExecutionLimits(TimeSpan.FromSeconds(5), 64 << 20));
        request.RuntimeRevisionId.ShouldBe("R");
    }

    [Fact]
    public void Script_OfCodeOnly_HasDefaults()
    {
        ScriptRequest request = ScriptParsing.Accept("""{"language":"python","code":"c"}""");

        request.Script.Arguments.ShouldBeEmpty();
        request.Script.Stdin.IsEmpty.ShouldBeTrue();
        request.Limits.ShouldBe(new ExecutionLimits(TimeSpan.FromSeconds(30), 128 << 20));
    }

    [Theory]
    [InlineData("\"args\":[]")]
    [InlineData("\"args\":null")]
    [InlineData("\"env\":[]")]
    [InlineData("\"stdin\":null")]
    [InlineData("\"stdin\":\"\"")]
    [InlineData("\"files\":[]")]
    [InlineData("\"input\":[1]")]
    public void Member_EmptyOrOfFunctions_ChangesNothing(string member)
    {
        ScriptRequest request = ScriptParsing.Accept(ScriptParsing.With(member));

        request.Script.Arguments.ShouldBeEmpty();
        request.Script.Stdin.IsEmpty.ShouldBeTrue();
        request.Environment.ShouldBeEmpty();
    }

    [Fact]
    public void Script_AfterAByteOrderMark_IsRead() =>
        Encoding.UTF8.GetString(ScriptParsing.Accept("\uFEFF" + ScriptParsing.With("\"stdin\":\"in\"")).Script.Stdin.Span).ShouldBe("in");

    [Theory]
    [InlineData("\"args\":\"a\"", "args must be a list of strings, not a string")]
    [InlineData("\"args\":{}", "args must be a list of strings, not an object")]
    [InlineData("\"args\":[\"a\",5]", "args[1] must be a string, not a number")]
    [InlineData("\"args\":[null]", "args[0] is required and must be a string")]
    [InlineData("\"args\":[\"a\\u0000\"]", "args[0] must not contain a NUL character (\\u0000): an argument ends there")]
    [InlineData("\"stdin\":5", "stdin must be a string, not a number")]
    [InlineData("\"stdin\":[\"a\"]", "stdin must be a string, not a list")]
    [InlineData("\"stdin\":true", "stdin must be a string, not true")]
    public void Member_OfTheWrongKind_IsRefused(string member, string message) => ScriptParsing.Reject(ScriptParsing.With(member)).ShouldBe(message);

    [Theory]
    [InlineData("\"args\":[\"\\ud800\"]", "args[0] holds half of a surrogate pair")]
    [InlineData("\"stdin\":\"a\\udc00\"", "stdin holds half of a surrogate pair")]
    [InlineData("\"runtime_revision_id\":5", "runtime_revision_id must be a string")]
    [InlineData("\"files\":5", "files must be")]
    [InlineData("\"limits\":{\"memory_size\":1}", "limits.memory_size is 1 MiB, but must be at least")]
    public void Member_Wrong_IsRefused(string member, string start) => ScriptParsing.Reject(ScriptParsing.With(member)).ShouldStartWith(start);

    [Fact]
    public void Arguments_AtTheLimits_Pass()
    {
        string longest = new('é', 50 * 1024);
        string list = string.Join(',', Enumerable.Repeat($"\"{longest}\"", 100));

        ScriptParsing.Accept(ScriptParsing.With($"\"args\":[{list}]")).Script.Arguments.ShouldBe(Enumerable.Repeat(longest, 100));
    }

    [Fact]
    public void Arguments_OneMore_AreRefusedNamingTheLimit()
    {
        string message = ScriptParsing.Reject(ScriptParsing.With($"\"args\":[{string.Join(',', Enumerable.Repeat("\"\"", 101))}]"));

        message.ShouldStartWith("args has 101 arguments, but at most 100 are allowed");
        message.ShouldContain("Paddock__Executions__MaxArguments ");
    }

    [Fact]
    public void Argument_OneByteMore_IsRefusedNamingTheLimit()
    {
        string message = ScriptParsing.Reject(ScriptParsing.With($"\"args\":[\"\",\"{new string('é', 50 * 1024)}x\"]"));

        message.ShouldStartWith("args[1] has 102401 bytes, but at most 102400 are allowed");
        message.ShouldContain("Paddock__Executions__MaxArgumentBytes");
    }

    [Theory]
    [InlineData("é", "é")]
    [InlineData("\\u00e9", "é")]
    public void Stdin_AtTheLimit_Passes(string written, string meant)
    {
        string stdin = string.Concat(Enumerable.Repeat(written, 5 << 20));

        ReadOnlyMemory<byte> read = ScriptParsing.Accept(ScriptParsing.With($"\"stdin\":\"{stdin}\"")).Script.Stdin;

        read.Length.ShouldBe(10 << 20);
        Encoding.UTF8.GetString(read.Span[^2..]).ShouldBe(meant);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\\n")]
    public void Stdin_OneByteMore_IsRefusedNamingTheLimit(string last)
    {
        string message = ScriptParsing.Reject(ScriptParsing.With($"\"stdin\":\"{new string('x', 10 << 20)}{last}\""));

        message.ShouldStartWith("stdin has 10485761 bytes, but at most 10485760 are allowed");
        message.ShouldContain("Paddock__Executions__MaxStdinBytes");
    }
}
