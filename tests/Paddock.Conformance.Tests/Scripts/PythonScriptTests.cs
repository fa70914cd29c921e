using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Scripts;

public sealed class PythonScriptTests(ServerFixture server) : ScriptContract(server)
{
    protected override string Language => "python";

    protected override string SourceFile => "/src/code.py";

    protected override string PrintsArguments => "import sys\nfor argument in sys.argv: print(argument)";

    protected override string PrintsSurroundings => "import os\nprint(os.environ['GREETING'])\nprint(os.getcwd())\nprint(open('d/f.txt').read())";

    protected override string PrintsMain => "if __name__ == '__main__': print('main')";

    protected override IReadOnlyDictionary<string, string> StdinCopies { get; } = new Dictionary<string, string>
    {
        ["sys.stdin"] = "import sys\nsys.stdin.reconfigure(newline='')\nsys.stdout.write(sys.stdin.read())",
        ["sys.stdin.buffer"] = "import sys\nsys.stdout.buffer.write(sys.stdin.buffer.read())",
        ["a loop over sys.stdin.buffer"] = "import sys\nfor line in sys.stdin.buffer: sys.stdout.buffer.write(line)",
        ["open(0)"] = "print(open(0, newline='').read(), end='')",
        ["/dev/stdin"] = "print(open('/dev/stdin', newline='').read(), end='')",
        ["os.read"] = "import os\nwhile data := os.read(0, 7): os.write(1, data)",
        ["input()"] = "import sys\nsys.stdin.reconfigure(newline='\\n')\nlines = []\ntry:\n    while True: lines.append(input())\nexcept EOFError: print('\\n'.join(lines), end='')",
    };

    protected override string LetsAChildReadStdin => "import subprocess\nprint(subprocess.check_output(['cat']).decode(), end='')";

    protected override string PrintsStdinLength => "import sys\nprint(len(sys.stdin.read().encode()))";

    protected override string PrintsRandomNumbers => "import random, uuid\nprint(random.random())\nprint(uuid.uuid4())";

    protected override string PrintsToBoth => "import sys\nprint('out')\nprint('err', file=sys.stderr)";

    protected override string Floods => "for _ in range(21): print('x' * (1 << 20), end='')";

    protected override string ExitsWithThree => "import sys\nprint('before')\nsys.exit(3)";

    protected override string Raises => "def f():\n    raise ValueError('no such luck')\nf()";

    protected override string DoesNotParse => "print(10 * 9 * 8";

    protected override string SyntaxComplaint => "SyntaxError";

    protected override string HasAnExitHook => "import atexit\natexit.register(print, 'hook')\nprint('main')";

    protected override string FinishesLate => """
        import threading, time
        def late():
            time.sleep(0.2)
            print("late")
        threading.Thread(target=late).start()
        print("early")
        """;

    protected override string LeavesAChild => "import subprocess\nsubprocess.Popen(['sleep', '60'])\nprint('done')";

    protected override string NeverEnds => "print('before', flush=True)\nwhile True: pass";

    protected override string EatsMemory => "x = b'x' * (512 << 20)";

    protected override string KillsItself => "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)";

    protected override string LeavesAMark => "import os\nprint('there' if os.path.exists('/tmp/mark') else 'new')\nopen('/tmp/mark', 'w')";

    protected override string AsksTheNetwork => "import urllib.request\nurllib.request.urlopen('http://paddock.invalid/', timeout=5)";

    [Fact(Timeout = TestTimeout.Default)]
    public async Task SysExit_WithAText_SaysItAndIsOne() => (await RunAsync("import sys\nsys.exit('text')")).ShouldExit(1).Stderr.ShouldBe("text\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Objects_AtTheEnd_AreDeleted() => (await RunAsync("""
        class Noisy:
            def __del__(self): print("deleted", len(str(self)) > 0)
        noisy = Noisy()
        noisy.cycle = noisy
        """)).ShouldSucceed("deleted True\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task ExceptHook_OfTheScript_IsAsked() =>
        (await RunAsync("import sys\nsys.excepthook = lambda kind, value, trace: print(kind.__name__, trace.tb_lineno)\n1 / 0")).ShouldExit(1).ShouldPrint("ZeroDivisionError 3\n");

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("fork")]
    [InlineData("spawn")]
    public async Task Multiprocessing_FindsTheScript(string method) => (await RunAsync($$"""
        import multiprocessing

        class Answer:
            def __init__(self, name): self.name = name

        def work(queue): queue.put(Answer(__name__))

        if __name__ == "__main__":
            context = multiprocessing.get_context("{{method}}")
            queue = context.Queue()
            process = context.Process(target=work, args=(queue,))
            process.start()
            print(queue.get().name)
            process.join()
        """)).ShouldSucceed(method == "fork" ? "__main__\n" : "__mp_main__\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task ForkedChild_ThatFallsThrough_DoesNotAnswerForItsParent() => (await RunAsync("""
        import os, sys
        pid = os.fork()
        if pid:
            os.waitpid(pid, 0)
            print("parent", flush=True)
            sys.exit(5)
        print("child", flush=True)
        """)).ShouldExit(5).ShouldPrint("child\nparent\n");
}
