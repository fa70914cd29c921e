using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Runners;

/// <summary>Code that reaches into the runner while it runs: by hooks of the interpreter, by its frames, by a copy of its process.</summary>
public sealed class InterpreterTests(CageFixture cage) : EscapeTest(cage)
{
    /// <summary>Each defines <c>tamper()</c>, and none may change the answer.</summary>
    public static TheoryData<string, string> Hooks => new()
    {
        { "gc", "import gc\n\ndef tamper():\n    def hook(*arguments): raise SystemExit(9)\n    gc.callbacks.append(hook)\n    gc.set_threshold(1)" },
        { "codecs", "import codecs\n\ndef tamper():\n    def hook(*arguments): raise SystemExit(9)\n    codecs.register(hook)\n    codecs.register_error('backslashreplace', hook)" },
        { "imports", "import builtins, sys\n\ndef tamper():\n    def hook(*arguments, **options): raise SystemExit(9)\n    builtins.__import__ = hook\n    sys.meta_path[:] = sys.path_hooks[:] = [hook]\n    sys.path_importer_cache.clear()" },
        { "class of sys", "import sys, types\n\nclass Sys(types.ModuleType):\n    def __getattribute__(self, name): raise SystemExit(9)\n    def __setattr__(self, name, value): raise SystemExit(9)\n\ndef tamper():\n    sys.__class__ = Sys" },
        { "recursion limit", "import sys\n\ndef tamper():\n    for limit in range(1, 1000):\n        try:\n            return sys.setrecursionlimit(limit)\n        except RecursionError:\n            pass" },
        { "masked signals", "import signal\n\ndef tamper():\n    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())" },
        { "threads that spin", "import threading\n\ndef spin():\n    while True: pass\n\ndef tamper():\n    for _ in range(3): threading.Thread(target=spin).start()" },
        { "fork hooks", "def tamper():\n    os.register_at_fork(before=exit, after_in_child=exit, after_in_parent=exit)" },
        { "resource limits", "import resource\n\ndef tamper():\n    for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_DATA, resource.RLIMIT_NOFILE): resource.setrlimit(limit, (0, 0))" },
    };

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Hooks))]
    [NoSwitch("the runner imports, decodes and collects nothing after foreign code; there is no line to take out, each row is a way in that was tried")]
    public async Task Hooks_of_the_Python_interpreter_do_not_change_the_result(string what, string tamper) =>
        (await AttackAsync(new FunctionCall(Languages.Python, Truth.AfterTampering("import os\n" + tamper, "").Python) { Input = Truth.Input }))
            .OutputStatus.ShouldBe("valid", what);

    [Fact(Timeout = TestTimeout.Default)]
    [FailsWithout("runner-no-trace")]
    public async Task Trace_functions_do_not_see_the_runner_send_the_result() => (await AttackAsync(new FunctionCall(Languages.Python, """
        import os, sys

        def trace(frame, event, argument):
            if frame.f_code.co_name in ("flush", "send_all"):
                os._exit(7)

        def execute(input):
            sys.settrace(trace)
            return {"true": input}
        """) { Input = Truth.Input })).ShouldBeTheTruth();

    [Fact(Timeout = TestTimeout.Default)]
    [FailsWithout("runner-own-process")]
    public async Task A_copy_of_the_process_that_returns_too_does_not_answer_for_it() => (await AttackAsync(new FunctionCall(Languages.Python, """
        import os, time

        def execute(input):
            if os.fork() == 0:
                return "forged"
            time.sleep(0.5)
            return {"true": input}
        """) { Input = Truth.Input })).ShouldBeTheTruth();

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("globals_of_run().clear()")]
    [InlineData("globals_of_run().update(pack_header=lambda *arguments: b'\\xff' * 10)")]
    [InlineData("globals_of_run().update(writev=lambda fd, parts: sum(map(len, parts)), _exit=lambda code: None)")]
    [NoSwitch("frames can be walked in any Python; what such code spoils is its own answer, and the witness looks at everything else")]
    public async Task Code_that_rewrites_the_runner_spoils_its_own_answer_and_no_other(string tamper)
    {
        var answer = await AttackAsync(new FunctionCall(Languages.Python, $$"""
            import sys

            def globals_of_run():
                frame = sys._getframe()
                while frame.f_code.co_name != "run":
                    frame = frame.f_back
                return frame.f_globals

            def execute(input):
                {{tamper}}
                return {"true": input}
            """) { Input = Truth.Input });

        answer.OutputStatus.ShouldBe("error", answer.ToString());
        (await AttackAsync(Languages.Python, Truth.AfterTampering("def tamper(): pass", ""), Truth.Input)).ShouldBeTheTruth();
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("""const { Worker } = require("worker_threads"); new Worker("process.reallyExit(0)", { eval: true }); await new Promise((done) => setTimeout(done, 300));""")]
    [InlineData("""const again = () => queueMicrotask(again); again();""")]
    [InlineData("""const again = () => setImmediate(again); again();""")]
    [InlineData("""setInterval(() => { throw new Error("forged"); }, 0); Promise.reject(new Error("forged"));""")]
    [InlineData("""const registry = new FinalizationRegistry(() => process.reallyExit(0)); for (let i = 0; i < 10000; i++) registry.register({ i }, i); Bun.gc(true);""")]
    [InlineData("""const Module = require("module"); for (const name of Object.keys(require.cache)) delete require.cache[name]; Module._load = Module.prototype.require = () => { throw new Error("forged"); };""")]
    [InlineData("""const values = await import("/opt/paddock/values.js"); try { values.toJson = () => '"forged"'; } catch {} await import("/opt/paddock/runner.js");""")]
    [InlineData("""const bundle = "/opt/paddock/runner.bundle.js"; for (const again of [bundle, bundle + "?x"]) { delete require.cache[bundle]; await import(again); require(bundle); }""")]
    [InlineData("""for (const name of ["main.js", "main.js?x"]) { Bun.main = "/opt/paddock/" + name; await import("/opt/paddock/" + name); }""")]
    [InlineData("""for (const type of [Error, Map, Set, Number, String]) Object.defineProperty(type, Symbol.hasInstance, { value() { throw new Error("forged"); } });""")]
    [InlineData("""for (const name of ["0", "1", "length", "json", "status", "keys", "toString"]) if (name !== "toString") Object.defineProperty(Object.prototype, name, { set() { throw new Error("forged"); }, get() { return undefined; }, configurable: true });""")]
    [InlineData("""for (const name of Object.keys(Bun)) try { Bun[name] = () => { throw new Error("forged"); }; } catch {}""")]
    [NoSwitch("the answer is sent in the turn in which execute settles, with what was bound before; each row is a way in that was tried")]
    public async Task Engine_and_module_tricks_of_JavaScript_do_not_change_the_result(string tamper) =>
        (await AttackAsync(new FunctionCall(Languages.JavaScript, $"async function execute(input) {{ {tamper} return {{ true: input }}; }}") { Input = Truth.Input }))
            .ShouldBeTheTruth();
}
