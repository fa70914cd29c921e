using System.Text;
using Paddock.Core.Executions;
using Paddock.Core.Requests;

namespace Paddock.Core.Tests.Requests;

public sealed class BodyTests
{
    private const string Good = """{"language":"python","code":"c"}""";

    [Fact]
    public void Body_ByteOrderMark_IsTolerated() =>
        Parsing.Accept([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Good)]).Code.ShouldBe("c");

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    public void Body_Empty_IsRefused(string body) => Parsing.Reject(body).ShouldStartWith("the body is empty");

    [Fact]
    public void Body_OnlyByteOrderMark_IsRefused() => Parsing.Reject([0xEF, 0xBB, 0xBF]).ShouldStartWith("the body is empty");

    [Theory]
    [InlineData("t")]
    [InlineData("n")]
    [InlineData("f")]
    public void Body_WithALiteralThatGoesOnForEver_IsRefusedInFewWords(string first) =>
        Parsing.Reject($"{{\"a\":{first}{new string('x', 100_000)}}}").Length.ShouldBeLessThan(400);

    [Theory]
    [InlineData("input")]
    [InlineData("nobody knows this")]
    public void Body_OfManyValues_TakesNoMemoryForThem(string member)
    {
        byte[] body = Encoding.UTF8.GetBytes(Parsing.With($"\"{member}\":[{string.Join(',', Enumerable.Repeat('0', 1_000_000))}]"));
        Parsing.Accept(Good);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Parsing.Accept(body);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000);
    }

    [Fact]
    public void Body_OfTooManyValuesToParse_IsRefused() =>
        Parsing.Reject(Parsing.With($"\"files\":[{string.Join(',', Enumerable.Repeat('0', 2_100_000))}]")).ShouldStartWith("files holds too many values");

    [Theory]
    [InlineData("[]", "a list")]
    [InlineData("\"x\"", "a string")]
    [InlineData("null", "null")]
    [InlineData("true", "true")]
    [InlineData("5", "a number")]
    public void Body_NoObject_IsRefused(string body, string kind) =>
        Parsing.Reject(body).ShouldBe($"the body must be a JSON object with language and code, not {kind}");

    [Theory]
    [InlineData(Good + " x", "line 1, byte 34")]
    [InlineData(Good + Good, "line 1, byte 33")]
    [InlineData("{\n\"language\" 1}", "line 2, byte 12")]
    [InlineData("// c\n" + Good, "line 1, byte 1")]
    [InlineData("{/* c */}", "line 1, byte 2")]
    [InlineData("{\"a\":1,}", "line 1, byte 8")]
    [InlineData("{'a':1}", "line 1, byte 2")]
    [InlineData("{\"a\":NaN}", "line 1, byte 6")]
    [InlineData("{\"a\":01}", "line 1, byte 7")]
    public void Body_BrokenJson_IsRefusedWithItsPosition(string body, string position) =>
        Parsing.Reject(body).ShouldStartWith($"the body is not valid JSON ({position}): ");

    [Theory]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":\"x")]
    [InlineData("{\"a\":[1,")]
    [InlineData("{\"a\":nul")]
    public void Body_Truncated_IsRefusedAsIncomplete(string body) =>
        Parsing.Reject(body).ShouldEndWith("it ends before the JSON is complete");

    [Fact]
    public void Body_InvalidUtf8_IsRefusedWithItsPosition() =>
        Parsing.Reject([.. "{\n\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8]).ShouldStartWith("the body is not valid UTF-8 (line 2, byte 6)");

    [Fact]
    public void Body_InvalidUtf8WithinInput_IsRefused() =>
        Parsing.Reject([.. """{"language":"python","code":"c","input":" """u8, 0xFF, .. "\"}"u8]).ShouldContain("not valid UTF-8");

    [Fact]
    public void Body_UnknownMembers_AreIgnored() =>
        Parsing.Accept(Parsing.With("""
            "later":{"a":[1]},"\ud800":1,"Code":5
            """)).Code.ShouldBe("c");

    [Fact]
    public void Body_TwoMembersOfOneName_TheLaterCounts() =>
        Parsing.Accept("""{"code":5,"language":"ruby","code":"later","language":"python"}""").Code.ShouldBe("later");

    [Fact]
    public void Body_EscapedMemberName_IsTheSameName() =>
        Parsing.Accept("""{"langu\u0061ge":"python","code":"c"}""").Language.ShouldBe(Language.Python);

    [Fact]
    public void Body_OptionalMembersNull_AreAbsent()
    {
        FunctionRequest request = Parsing.Accept(Parsing.With(
            "\"input\":null,\"env\":null,\"files\":null,\"http\":null,\"allow_http_hosts\":null,\"limits\":null,\"runtime_revision_id\":null"));
        Encoding.UTF8.GetString(request.Input.Span).ShouldBe("null");
        request.Environment.ShouldBeEmpty();
        request.Files.ShouldBeEmpty();
        request.AllowedHosts.ShouldBeEmpty();
        request.Limits.ShouldBe(new ExecutionLimits(TimeSpan.FromSeconds(30), 128L * 1024 * 1024));
        request.RuntimeRevisionId.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"name":"John"}""")]
    [InlineData("[]")]
    [InlineData("[ 1 , 2 ]")]
    [InlineData("\"\\ud800 \\u0000 é\"")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("123456789012345678901234567890.000000000000000000000000000000001e999")]
    [InlineData("-0.0")]
    [InlineData("false")]
    public void Input_AnyJson_PassesThroughByteForByte(string input) =>
        Encoding.UTF8.GetString(Parsing.Accept(Parsing.With($"\"input\": {input} ")).Input.Span).ShouldBe(input);

    [Fact]
    public void Input_OfALaterDuplicate_Counts() =>
        Encoding.UTF8.GetString(Parsing.Accept(Parsing.With("\"input\":1,\"input\":[2]")).Input.Span).ShouldBe("[2]");

    [Fact]
    public void Input_Present_IsAPartOfTheBodyAndNoCopy()
    {
        byte[] body = Encoding.UTF8.GetBytes(Parsing.With("\"input\":{\"a\":1}"));
        Parsing.Accept(body).Input.Span.Overlaps(body).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(10)]
    public void Input_AsDeepAsAllowed_Passes(int depth) =>
        Parsing.Accept(Parsing.With($"\"input\":{Nested(depth)}"), new ExecutionsOptions { MaxInputDepth = depth }).Input.Length.ShouldBe(2 * depth);

    [Theory]
    [InlineData(1000)]
    [InlineData(10)]
    public void Input_OneDeeper_IsRefusedNamingTheSetting(int depth)
    {
        string message = Parsing.Reject(Parsing.With($"\"input\":{Nested(depth + 1)}"), new ExecutionsOptions { MaxInputDepth = depth });
        message.ShouldStartWith("the body is nested too deep (line 1, byte ");
        message.ShouldContain($"at most {depth} levels");
        message.ShouldContain("Paddock__Executions__MaxInputDepth");
    }

    [Theory]
    [InlineData("\"runtime_revision_id\":\"\"", null)]
    [InlineData("\"runtime_revision_id\":\"01ARYZ\"", "01ARYZ")]
    public void RuntimeRevision_String_IsRead(string member, string? revision) =>
        Parsing.Accept(Parsing.With(member)).RuntimeRevisionId.ShouldBe(revision);

    [Fact]
    public void RuntimeRevision_NoString_IsRefused() =>
        Parsing.Reject(Parsing.With("\"runtime_revision_id\":7")).ShouldBe("runtime_revision_id must be a string, not a number");

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
