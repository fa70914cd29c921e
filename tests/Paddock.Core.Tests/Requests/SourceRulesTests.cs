using Paddock.Core.Executions;

namespace Paddock.Core.Tests.Requests;

public sealed class SourceRulesTests
{
    [Theory]
    [InlineData("python", Language.Python)]
    [InlineData("PYTHON", Language.Python)]
    [InlineData("JavaScript", Language.JavaScript)]
    [InlineData("TYPESCRIPT", Language.TypeScript)]
    public void Language_AnyLetterCase_IsRead(string text, Language language) =>
        Parsing.Accept($$"""{"language":"{{text}}","code":"c"}""").Language.ShouldBe(language);

    [Theory]
    [InlineData("\"rust\"", "language \"rust\" is not known; use \"python\", \"javascript\" or \"typescript\"")]
    [InlineData("\" python\"", "language \" python\" is not known; use \"python\", \"javascript\" or \"typescript\"")]
    [InlineData("\"\"", "language \"\" is not known; use \"python\", \"javascript\" or \"typescript\"")]
    [InlineData("5", "language must be a string, not a number: \"python\", \"javascript\" or \"typescript\"")]
    [InlineData("null", "language is required and must be a string: \"python\", \"javascript\" or \"typescript\"")]
    public void Language_SomethingElse_IsRefusedWithTheSupportedOnes(string json, string message) =>
        Parsing.Reject($$"""{"language":{{json}},"code":"c"}""").ShouldBe(message);

    [Theory]
    [InlineData("php")]
    [InlineData("RUBY")]
    public void Language_ForScriptsOnly_SaysWhereItWillGo(string text) =>
        Parsing.Reject($$"""{"language":"{{text}}","code":"c"}""").ShouldContain("POST /v1/execute");

    [Fact]
    public void Language_VeryLong_IsShownShortened() =>
        Parsing.Reject($$"""{"language":"{{new string('x', 5000)}}","code":"c"}""").Length.ShouldBeLessThan(200);

    [Fact]
    public void Language_WithControlCharacters_IsShownEscaped() =>
        Parsing.Reject("""{"language":"a\u001b[2J\"\\","code":"c"}""").ShouldContain("\"a\\u001b[2J\\\"\\\\\"");

    [Theory]
    [InlineData("""{"language":"python"}""", "code is required and must be a string")]
    [InlineData("""{"language":"python","code":null}""", "code is required and must be a string")]
    [InlineData("""{"language":"python","code":["c"]}""", "code must be a string, not a list")]
    [InlineData("""{"language":"python","code":"a\u0000b"}""", "code must not contain a NUL character (\\u0000)")]
    public void Code_Wrong_IsRefused(string body, string message) => Parsing.Reject(body).ShouldBe(message);

    [Fact]
    public void Code_LoneSurrogate_IsRefused() =>
        Parsing.Reject("""{"language":"python","code":"a\ud800"}""").ShouldStartWith("code holds half of a surrogate pair");

    [Fact]
    public void Code_AtTheLimit_Passes() =>
        Parsing.Accept($$"""{"language":"python","code":"{{new string('é', 512 * 1024)}}"}""").Code.Length.ShouldBe(512 * 1024);

    [Fact]
    public void Code_OneByteMore_IsRefusedNamingTheLimit()
    {
        string message = Parsing.Reject($$"""{"language":"python","code":"{{new string('é', 512 * 1024)}}x"}""");
        message.ShouldStartWith("code has 1048577 bytes, but at most 1048576 are allowed");
        message.ShouldContain("Paddock__Executions__MaxCodeBytes");
    }
}
