using System.Text.RegularExpressions;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Python;

public sealed partial class PythonFunctionTests
{
    protected override string ThrowsOnLine4 => """
        def execute(input):
            print("before")
            number = 42
            raise LookupError(f"customer {number} is missing")
        """;

    protected override string ThrowsInAHelper => """
        def helper():
            return 1 / 0

        def execute(input):
            return helper()
        """;

    protected override string ThrowsChained => """
        def execute(input):
            try:
                raise KeyError("inner failure")
            except KeyError as e:
                raise RuntimeError("outer failure") from e
        """;

    protected override string ThrowsAtTopLevel => """
        import json
        raise ValueError("broken at load")

        def execute(input):
            return 1
        """;

    protected override string ThrowsInAsync => """
        import asyncio
        async def execute(input):
            await asyncio.sleep(0.01)
            raise ValueError("broken later")
        """;

    protected override string ThrowsUnprintable => """
        class Unprintable(Exception):
            def __str__(self):
                raise RuntimeError("no text")
            __repr__ = __str__

        def execute(input):
            raise Unprintable()
        """;

    protected override string SyntaxError => """
        def execute(input):
            return (1 +
        """;

    protected override string NoExecute => """
        print("loaded")

        def run(input):
            return 1
        """;

    protected override string ExecuteIsANumber => "execute = 5";

    protected override string EndlessRecursion => "def execute(input): return execute(input)";

    protected override string RecursionErrorName => "RecursionError";

    protected override string NativeRecursion => """
        import sys

        sys.setrecursionlimit(10**9)

        class Node:
            def __eq__(self, other):
                return self == other

        def execute(input):
            return Node() == Node()
        """;

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Traceback_OfAnException_HasItsUsualForm()
    {
        var answer = await RunAsync(ThrowsInAHelper);

        answer.Stderr.ShouldStartWith("Traceback (most recent call last):\n", Case.Sensitive, answer.ToString());
        answer.Stderr.ShouldEndWith("ZeroDivisionError: division by zero\n", Case.Sensitive, answer.ToString());
        answer.Stderr.ShouldContain("return 1 / 0", Case.Sensitive, answer.ToString());
        Frame().Matches(answer.Stderr).Select(frame => frame.Groups[1].Value).ShouldBe(["/src/code.py", "/src/code.py"]);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Traceback_ThroughTheStandardLibrary_KeepsItsFrames()
    {
        var answer = await RunAsync("""
            import json

            def execute(input):
                return json.loads("{")
            """);

        answer.ShouldBeError(1).ShouldSay(Line(4), "json/decoder.py", "JSONDecodeError").ShouldShowNoFrameOfOurs();
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Traceback_OfAChain_SaysWhichCausedWhich() =>
        (await RunAsync(ThrowsChained)).ShouldSay("The above exception was the direct cause of the following exception", Line(3), Line(5));

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Traceback_OfAnExceptionWhileHandlingAnother_ShowsBoth() => (await RunAsync("""
        def execute(input):
            try:
                {}["inner failure"]
            except KeyError:
                return undefined_name
        """)).ShouldBeError(1).ShouldSay("inner failure", "During handling of the above exception", "NameError").ShouldShowNoFrameOfOurs();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Traceback_OfAGroup_ShowsItsMembers() => (await RunAsync("""
        def execute(input):
            raise ExceptionGroup("several", [ValueError("one"), TypeError("two")])
        """)).ShouldBeError(1).ShouldSay("several", "ValueError: one", "TypeError: two").ShouldShowNoFrameOfOurs();

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("KeyboardInterrupt()")]
    [InlineData("GeneratorExit('odd')")]
    [InlineData("BaseException('odd')")]
    public async Task Exception_OutsideExceptionItself_IsAnError(string expression) => (await RunAsync($"""
        def execute(input):
            raise {expression}
        """)).ShouldBeError().ShouldSay("Traceback", Line(2)).ShouldShowNoFrameOfOurs();

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("def execute(input):\n  x = 1\n return x", "IndentationError")]
    [InlineData("def execute(input):\n\tif 1:\n        return 1\n", "TabError")]
    [InlineData("def execute(input):\n    return 'open", "SyntaxError")]
    [InlineData("return 5", "SyntaxError")]
    public async Task Code_ThatDoesNotParse_IsNamed(string code, string error) =>
        (await RunAsync(code)).ShouldBeError(1).ShouldPrint("").ShouldSay(error).ShouldShowNoFrameOfOurs();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task SyntaxWarning_InTheCode_DoesNotStopIt() => (await RunAsync("""
        def execute(input):
            return input is 5 or "\d"
        """, "null")).ShouldBeValid("""
        "\\d"
        """);

    [GeneratedRegex("File \"([^\"]+)\"")]
    private static partial Regex Frame();
}
