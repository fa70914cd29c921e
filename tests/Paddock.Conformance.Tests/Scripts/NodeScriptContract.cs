using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Scripts;

/// <summary>What JavaScript and TypeScript promise alike.</summary>
public abstract class NodeScriptContract(ServerFixture server) : ScriptContract(server)
{
    protected override string PrintsArguments => "for (const argument of process.argv.slice(1)) console.log(argument);";

    protected override string PrintsSurroundings =>
        "import { readFileSync } from 'node:fs';\nconsole.log(process.env.GREETING);\nconsole.log(process.cwd());\nconsole.log(readFileSync('d/f.txt', 'utf8'));";

    protected override string PrintsMain => "if (import.meta.main) console.log('main');";

    protected override IReadOnlyDictionary<string, string> StdinCopies { get; } = new Dictionary<string, string>
    {
        ["readFileSync(0)"] = "import { readFileSync } from 'node:fs';\nprocess.stdout.write(readFileSync(0, 'utf8'));",
        ["/dev/stdin"] = "import { readFileSync } from 'node:fs';\nprocess.stdout.write(readFileSync('/dev/stdin', 'utf8'));",
        ["Bun.stdin"] = "process.stdout.write(await Bun.stdin.text());",
        ["process.stdin as events"] = "let text = '';\nprocess.stdin.setEncoding('utf8').on('data', (part) => { text += part; }).on('end', () => process.stdout.write(text));",
        ["process.stdin as an iterator"] = "let text = '';\nfor await (const part of process.stdin) text += part;\nprocess.stdout.write(text);",
        ["process.stdin.pipe"] = "process.stdin.pipe(process.stdout);",
    };

    protected override string LetsAChildReadStdin =>
        "import { spawnSync } from 'node:child_process';\nprocess.stdout.write(spawnSync('cat', { stdio: ['inherit', 'pipe', 'inherit'] }).stdout.toString());";

    protected override string PrintsStdinLength => "import { readFileSync } from 'node:fs';\nconsole.log(readFileSync(0).length);";

    protected override string PrintsRandomNumbers => "console.log(Math.random());\nconsole.log(crypto.randomUUID());";

    protected override string PrintsToBoth => "console.log('out');\nconsole.error('err');";

    protected override string Floods => "for (let i = 0; i < 21; i++) process.stdout.write('x'.repeat(1 << 20));";

    protected override string ExitsWithThree => "console.log('before');\nprocess.exit(3);";

    protected override string Raises => "function f() {\n  throw new TypeError('no such luck');\n}\nf();";

    protected override string DoesNotParse => "console.log(10 * 9 * 8";

    protected override string SyntaxComplaint => "SyntaxError";

    protected override string HasAnExitHook => "process.on('exit', () => console.log('hook'));\nconsole.log('main');";

    protected override string FinishesLate => "setTimeout(() => console.log('late'), 205);\nconsole.log('early');";

    protected override string LeavesAChild =>
        "import { spawn } from 'node:child_process';\nspawn('sleep', ['60'], { stdio: 'ignore', detached: true }).unref();\nconsole.log('done');";

    protected override string NeverEnds => "console.log('before');\nfor (;;);";

    protected override string EatsMemory => "const kept = [];\nfor (let i = 0; i < 512; i++) kept.push(new Uint8Array(1 << 20).fill(1));\nconsole.log(kept.length);";

    protected override string KillsItself => "process.kill(process.pid, 'SIGKILL');\nawait new Promise((resolve) => setTimeout(resolve, 10_000));";

    protected override string LeavesAMark =>
        "import { existsSync, writeFileSync } from 'node:fs';\nconsole.log(existsSync('/tmp/mark') ? 'there' : 'new');\nwriteFileSync('/tmp/mark', '');";

    protected override string AsksTheNetwork => "await fetch('http://paddock.invalid/');";

    [Fact(Timeout = TestTimeout.Default)]
    public async Task TopLevelAwait_Works() =>
        (await RunAsync("const value = await new Promise((resolve) => setTimeout(() => resolve(5), 10));\nconsole.log(value);\nexport {};")).ShouldSucceed("5\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task ExitCode_SetByTheScript_Counts() => (await RunAsync("process.exitCode = 4;\nconsole.log('on');")).ShouldExit(4).ShouldPrint("on\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Rejection_ThatNobodyHandles_IsAnError() =>
        (await RunAsync("Promise.reject(new Error('no such luck'));\nsetTimeout(() => console.log('never'), 1000);")).ShouldExit(1).ShouldPrint("").ShouldSay("no such luck");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Error_InATimer_IsAnError() =>
        (await RunAsync("setTimeout(() => { throw new Error('no such luck'); }, 10);\nconsole.log('first');")).ShouldExit(1).ShouldPrint("first\n").ShouldSay("no such luck");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Error_ThatAListenerTakes_IsNone() =>
        (await RunAsync("process.on('uncaughtException', (error) => console.log('taken', error.message));\nthrow new Error('luck');")).ShouldSucceed("taken luck\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task BeforeExit_MayFindMoreToDo() => (await RunAsync("""
        let more = true;
        process.on('beforeExit', () => {
          if (more) setTimeout(() => console.log('more'), 10);
          more = false;
        });
        process.on('exit', (code) => console.log('exit', code));
        """)).ShouldSucceed("more\nexit 0\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Server_UntilItCloses_KeepsTheScriptAlive() => (await RunAsync("""
        import { createServer } from 'node:http';
        const server = createServer((request, response) => { response.end('served'); server.close(); });
        server.listen(8080, '127.0.0.1', async () => console.log(await (await fetch('http://127.0.0.1:8080/')).text()));
        """)).ShouldSucceed("served\n");
}
