using System.Text.Json;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Python;

public sealed partial class PythonFunctionTests
{
    protected override string ExitsWith3 => """
        import sys

        def execute(input):
            print("leaving")
            sys.exit(3)
        """;

    protected override string ExitsWith3AtTopLevel => """
        import sys
        sys.exit(3)

        def execute(input):
            return 1
        """;

    protected override string ExitsWith0 => """
        import sys

        def execute(input):
            sys.exit(0)
            return 1
        """;

    protected override string KillsItself => """
        import os, time

        def execute(input):
            os.kill(os.getpid(), input)
            time.sleep(2)
            return "survived"
        """;

    protected override string Aborts => """
        import os

        def execute(input):
            os.abort()
        """;

    protected override string LeavesWorkRunning => """
        import threading, time

        def execute(input):
            threading.Thread(target=time.sleep, args=(20,)).start()
            return 1
        """;

    protected override string LeavesAChildRunning => """
        import os, time

        def execute(input):
            if os.fork() == 0:
                time.sleep(20)
            return 1
        """;

    protected override string HasExitHook => """
        import atexit

        atexit.register(print, "bye")

        def execute(input):
            print("call")
            return 1
        """;

    protected override string HasThrowingExitHook => """
        import atexit

        @atexit.register
        def hook():
            raise ValueError("hook failed")

        def execute(input):
            return 1
        """;

    protected override string HasExitHookAndThrows => """
        import atexit

        atexit.register(print, "bye")

        def execute(input):
            raise LookupError("customer 42 is missing")
        """;

    [Fact(Timeout = TestTimeout.Default)]
    public async Task SysExit_WithAMessage_PrintsItAndGivesOne()
    {
        var answer = await RunAsync("""
            import sys

            def execute(input):
                sys.exit("customer 42 is missing")
            """);

        answer.ShouldBeError(1).Stderr.ShouldBe("customer 42 is missing\n");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("None", 0)]
    [InlineData("True", 1)]
    [InlineData("256 + 5", 5)]
    [InlineData("-1", 255)]
    public async Task SysExit_WithOddCodes_GivesWhatPythonGives(string code, int exitCode)
    {
        var answer = await RunAsync($"""
            import sys

            def execute(input):
                sys.exit({code})
            """);

        answer.OutputStatus.ShouldBe("error", answer.ToString());
        answer.ExitCode.ShouldBe(exitCode, answer.ToString());
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("exit(4)", 4)]
    [InlineData("quit(4)", 4)]
    [InlineData("raise SystemExit(4)", 4)]
    public async Task Exit_InItsOtherForms_GivesItsCode(string statement, int exitCode) => (await RunAsync($"""
        def execute(input):
            {statement}
        """)).ShouldBeError(exitCode).Stderr.ShouldBeEmpty();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task OsExit_InExecute_GivesItsCodeAndSkipsHooks() => (await RunAsync("""
        import atexit, os

        atexit.register(print, "bye")

        def execute(input):
            print("leaving", flush=True)
            os._exit(7)
        """)).ShouldBeError(7).ShouldPrint("leaving\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task OsExit_WithZero_IsNotValid()
    {
        var answer = await RunAsync("import os\ndef execute(input): os._exit(0)");

        answer.OutputStatus.ShouldBe("error", answer.ToString());
        answer.Output.ValueKind.ShouldBe(JsonValueKind.Null, answer.ToString());
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task NullPointer_Read_Gives139() => (await RunAsync("""
        import ctypes

        def execute(input):
            return ctypes.string_at(0)
        """)).ShouldBeKilled(139, "signal");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task SysExit_InAThread_EndsOnlyTheThread() => (await RunAsync("""
        import sys, threading

        def execute(input):
            thread = threading.Thread(target=sys.exit, args=(3,))
            thread.start()
            thread.join()
            return 1
        """)).ShouldBeValid("1");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Exception_InAThread_IsPrintedAndLeavesTheOutputAlone() => (await RunAsync("""
        import threading

        def execute(input):
            thread = threading.Thread(target=lambda: 1 / 0)
            thread.start()
            thread.join()
            return 1
        """)).ShouldBeValid("1").ShouldSay("ZeroDivisionError");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task ChildThatReturns_AfterFork_DoesNotAnswerForItsParent() => (await RunAsync("""
        import os

        def execute(input):
            pid = os.fork()
            if pid == 0:
                return "child"
            os.waitpid(pid, 0)
            return "parent"
        """)).ShouldBeValid("\"parent\"");
}
