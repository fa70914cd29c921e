using System.Globalization;
using System.Text.Json;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Contract;

/// <summary>JSON in, JSON out, and what is not JSON.</summary>
public abstract partial class FunctionContract
{
    /// <summary>Returns <c>{"a":[1,{"b":NaN}]}</c>.</summary>
    protected abstract string ReturnsNestedNaN { get; }

    /// <summary>Returns infinity.</summary>
    protected abstract string ReturnsInfinity { get; }

    /// <summary>Returns a list that holds itself.</summary>
    protected abstract string ReturnsCycle { get; }

    /// <summary>Returns <c>{"handlers":[execute]}</c>.</summary>
    protected abstract string ReturnsNestedFunction { get; }

    /// <summary>Returns the same list twice inside another, which is no cycle: <c>[[1],[1]]</c>.</summary>
    protected abstract string ReturnsSharedValue { get; }

    /// <summary>Returns lists 100,000 deep.</summary>
    protected abstract string ReturnsTooDeep { get; }

    /// <summary>Takes away or spoils the tools that a runner would serialize with, then returns <c>{"ok":true}</c>.</summary>
    protected abstract string SpoilsTheSerializer { get; }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("""[1,"two",null,{"three":3}]""")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    [InlineData("\"\"")]
    [InlineData("0")]
    [InlineData("-1.5")]
    [InlineData("1e-7")]
    [InlineData("12345678901234")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("null")]
    [InlineData("""{"":{"a b":[[[]]]},"__proto__":1,"constructor":2}""")]
    [InlineData("\"Grüße, 世界, \u2028 und \u2029\"")]
    [InlineData("\"👩‍🚀 🏴\"")]
    [InlineData("""{"ключ":"👋"}""")]
    [InlineData("""" "quote \" backslash \\ controls \u0000\u0001\n\r\t\u007f slash \/" """")]
    public async Task Input_AnyJson_ComesBackTheSame(string json) => (await RunAsync(Echo, json)).ShouldBeValid(json);

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Input_LoneSurrogate_ComesBackEscaped()
    {
        var answer = await RunAsync(Echo, """{"half":"a\ud83dz"}""");

        answer.ShouldBeValid();
        answer.Output.GetProperty("half").GetRawText().ShouldBe("""
            "a\ud83dz"
            """, StringCompareShould.IgnoreCase);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Input_Nested900Deep_ComesBackTheSame()
    {
        var json = new string('[', 900) + new string(']', 900);

        (await RunAsync(Echo, json)).ShouldBeValid(json);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Input_StringOfTenMebibytes_ComesBackTheSame()
    {
        var text = new string('x', (10 << 20) - 1) + "!";

        var answer = await RunAsync(Echo, $"\"{text}\"");

        answer.OutputStatus.ShouldBe("valid", answer.Stderr);
        string.Equals(answer.Output.GetString(), text, StringComparison.Ordinal).ShouldBeTrue();
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Input_ManySmallItems_ComesBackTheSame()
    {
        var json = $"[{string.Join(',', Enumerable.Range(0, 50_000).Select(i => i.ToString(CultureInfo.InvariantCulture)))}]";

        (await RunAsync(Echo, json)).ShouldBeValid(json);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Result_NestedNaN_IsRefusedWithItsPath() =>
        (await RunAsync(ReturnsNestedNaN)).ShouldBeNotJson("nan", @"\ba\W+1\W+b\b").ShouldPrint("");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Result_Infinity_IsRefused() => (await RunAsync(ReturnsInfinity)).ShouldBeNotJson("inf");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Result_Cycle_IsRefused() =>
        (await RunAsync(ReturnsCycle)).ShouldBeNotJson("circular|cycl|itself|refers back");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Result_NestedFunction_IsRefusedWithItsPath() =>
        (await RunAsync(ReturnsNestedFunction)).ShouldBeNotJson("function", @"\bhandlers\W+0\b");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Result_SameValueTwice_IsValid() => (await RunAsync(ReturnsSharedValue)).ShouldBeValid("[[1],[1]]");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Result_NestedTooDeep_IsRefusedWithAReason() =>
        (await RunAsync(ReturnsTooDeep)).ShouldBeNotJson("deep|nest|recursion");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Result_AfterTamperingWithTheLanguagesTools_IsStillTheValue() =>
        (await RunAsync(SpoilsTheSerializer)).ShouldBeValid("""{"ok":true}""");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Answer_Always_HasThePublishedShape()
    {
        var reply = await Server.Client.PostAsync(Call(Echo, "1").ToJson(), Cancellation);

        var json = reply.Json();
        json.EnumerateObject().Select(member => member.Name).ShouldBe(["output", "output_status", "execution"], ignoreOrder: true);
        json.GetProperty("execution").EnumerateObject().Select(member => member.Name)
            .ShouldBe(["id", "exit_code", "stdout", "stderr", "duration", "termination_reason"], ignoreOrder: true);
        json.GetProperty("output").ValueKind.ShouldBe(JsonValueKind.Number);
    }
}
