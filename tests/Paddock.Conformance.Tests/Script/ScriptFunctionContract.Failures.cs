using System.Text.RegularExpressions;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Script;

public abstract partial class ScriptFunctionContract
{
    protected override string ThrowsOnLine4 => """
        function execute(input) {
          console.log("before");
          const number = 42;
          throw new Error(`customer ${number} is missing`);
        }
        """;

    protected override string ThrowsInAHelper => """
        function helper() {
          return null.property;
        }
        function execute(input) {
          return helper() + 1;
        }
        """;

    protected override string ThrowsChained => """
        function execute(input) {
          try {
            throw new TypeError("inner failure");
          } catch (cause) {
            throw new Error("outer failure", { cause });
          }
        }
        """;

    protected override string ThrowsAtTopLevel => """
        const name = "load";
        throw new Error(`broken at ${name}`);

        function execute(input) {
          return 1;
        }
        """;

    protected override string ThrowsInAsync => """
        const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        async function execute(input) {
          await sleep(10);
          throw new Error("broken later");
        }
        """;

    protected override string ThrowsUnprintable => """
        class Unprintable extends Error {
          get message() { throw new Error("no text"); }
          get stack() { throw new Error("no stack"); }
          get name() { throw new Error("no name"); }
          toString() { throw new Error("no string"); }
        }

        function execute(input) {
          throw new Unprintable();
        }
        """;

    protected override string SyntaxError => """
        function execute(input) {
          return (1 +;
        }
        """;

    protected override string NoExecute => """
        console.log("loaded");

        function run(input) {
          return 1;
        }
        """;

    protected override string ExecuteIsANumber => "const execute = 5;";

    protected override string EndlessRecursion => "function execute(input) { return execute(input) + 1; }";

    protected override string RecursionErrorName => "RangeError";

    protected override string NativeRecursion => """
        function execute(input) {
          const again = () => [1].map(again);
          return again();
        }
        """;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("'plain text'", "plain text")]
    [InlineData("{ reason: 'an object' }", "an object")]
    [InlineData("null", "null")]
    [InlineData("undefined", "undefined")]
    [InlineData("42n", "42")]
    [InlineData("Symbol('sym')", "sym")]
    public async Task Throw_OfWhatIsNoError_IsShown(string expression, string text) =>
        (await RunAsync($"function execute(input) {{ throw {expression}; }}")).ShouldBeError(1).ShouldSay(text).ShouldShowNoFrameOfOurs();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Throw_OfAnAggregate_ShowsItsMembers() => (await RunAsync("""
        function execute(input) {
          throw new AggregateError([new Error("one"), new TypeError("two")], "several");
        }
        """)).ShouldBeError(1).ShouldSay("several", "one", "two").ShouldShowNoFrameOfOurs();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Rejection_OfThePromise_IsAnError() => (await RunAsync("""
        function execute(input) {
          return Promise.reject(new Error("customer 42 is missing"));
        }
        """)).ShouldBeError(1).ShouldSay("customer 42 is missing", Line(2)).ShouldShowNoFrameOfOurs();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Stack_OfAnException_HasOnlyTheUsersFrames()
    {
        var answer = await RunAsync(ThrowsInAHelper);

        answer.ShouldSay("TypeError", Line(2), Line(5));
        foreach (Match frame in Frame().Matches(answer.Stderr))
        {
            frame.Value.ShouldContain(SourceFile, Case.Sensitive, answer.ToString());
        }
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("function execute(input) {\n  return 'open\n}", 2)]
    [InlineData("function execute(input) {\n  const a = 1;\n  const a = 2;\n}", 3)]
    [InlineData("function execute(input) {\n  return 1;\n", 2)]
    public async Task Code_ThatDoesNotParse_IsNamedWithItsLine(string code, int line) =>
        (await RunAsync(code)).ShouldBeError(1).ShouldPrint("").ShouldSay("SyntaxError", Line(line)).ShouldShowNoFrameOfOurs();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Import_OfWhatIsNotThere_IsNamed() => (await RunAsync("""
        import leftPad from "left-pad-of-nobody";
        function execute(input) { return leftPad("x", 3); }
        """)).ShouldBeError(1).ShouldSay("left-pad-of-nobody").ShouldShowNoFrameOfOurs();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Promise_ThatNeverSettles_IsAnErrorOrATimeout()
    {
        var answer = await RunAsync(Call("function execute(input) { return new Promise(() => {}); }") with { Timeout = 1 });

        answer.ShouldBeError();
        answer.Stderr.ShouldNotBeNullOrWhiteSpace();
    }

    [GeneratedRegex(@"^\s+at .*$", RegexOptions.Multiline)]
    private static partial Regex Frame();
}
