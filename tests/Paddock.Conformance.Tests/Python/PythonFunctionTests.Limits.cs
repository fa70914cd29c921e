using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Python;

public sealed partial class PythonFunctionTests
{
    protected override string Sleeps => """
        import time

        def execute(input):
            print("so far")
            time.sleep(60)
        """;

    protected override string Loops => """
        def execute(input):
            print("so far")
            while True:
                pass
        """;

    protected override string LoopsAtTopLevel => """
        print("so far")
        while True:
            pass

        def execute(input):
            return 1
        """;

    protected override string WaitsForAStubbornChild => """
        import os, signal, time

        def execute(input):
            print("so far")
            child = os.fork()
            if child == 0:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                os.setsid()
                time.sleep(60)
            os.waitpid(child, 0)
        """;

    protected override string IgnoresSignals => """
        import signal, time

        def execute(input):
            for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
                try:
                    signal.signal(number, signal.SIG_IGN)
                except OSError:
                    pass
            print("so far")
            time.sleep(60)
        """;

    protected override string Allocates => """
        def execute(input):
            print("so far")
            kept = [b"x" * (1 << 20) for _ in range(input)]
            return "kept" if len(kept) == input else "lost"
        """;

    protected override string ReturnsMebibytes => "def execute(input): return 'x' * (input << 20)";

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Timeout_InAnExitHook_IsATimeout() => (await RunAsync(Call("""
        import atexit, time

        atexit.register(time.sleep, 60)

        def execute(input):
            return 1
        """) with { Timeout = 1 })).ShouldBeKilled(124, "timeout");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Memory_OfScratchFiles_Counts()
    {
        var answer = await RunAsync("""
            def execute(input):
                with open("/tmp/big", "wb") as file:
                    for _ in range(400):
                        file.write(b"x" * (1 << 20))
                return "written"
            """);

        answer.OutputStatus.ShouldBe("error", answer.ToString());
        answer.ExitCode.ShouldBeGreaterThan(0);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Memory_OfAChildProcess_Counts() => (await RunAsync("""
        import os

        def execute(input):
            child = os.fork()
            if child == 0:
                kept = [b"x" * (1 << 20) for _ in range(400)]
                os._exit(0)
            os.waitpid(child, 0)
            return "parent lives"
        """)).ShouldBeKilled(137, "memory");
}
