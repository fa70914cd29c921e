using System.Net;
using System.Text.Json;
using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Invariants;
using Paddock.Escape.Tests.Payloads;
using Paddock.Escape.Tests.Runners;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Paths;

/// <summary>What <c>files[].path</c> can name, and what it cannot.</summary>
public sealed class FilePathTests(CageFixture cage) : EscapeTest(cage)
{
    private static readonly Payload _returns1 = new("def execute(input): return 1", "function execute(input) { return 1; }");

    private static readonly Payload _lists = new(
        """
        def execute(input):
            found = []
            for folder, folders, files in os.walk("/mnt/req"):
                for name in files:
                    path = os.path.join(folder, name)
                    found.append([path[9:], open(path).read()])
            return found
        """,
        """
        function execute(input) {
          return fs.readdirSync("/mnt/req", { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
            .map((entry) => `${entry.parentPath}/${entry.name}`).map((path) => [path.slice(9), fs.readFileSync(path, "utf8")]);
        }
        """);

    private static readonly Payload _leavesLinks = new(
        """
        def execute(input):
            made = 0
            for folder in ("/mnt/req", "/tmp", "/dev/shm", "/src"):
                for i, target in enumerate(input + ["/", "..", "/proc/self/fd/3", "/proc/self/root", "link0"]):
                    if attempt(lambda: os.symlink(target, f"{folder}/link{i}")) is None:
                        made += 1
                attempt(lambda: os.mkfifo(f"{folder}/result.json"))
                attempt(lambda: os.mkfifo(f"{folder}/stdout"))
            return made > 20
        """,
        """
        function execute(input) {
          let made = 0;
          for (const folder of ["/mnt/req", "/tmp", "/dev/shm", "/src"]) {
            [...input, "/", "..", "/proc/self/fd/3", "/proc/self/root", "link0"].forEach((target, i) => {
              if (attempt(() => fs.symlinkSync(target, `${folder}/link${i}`)) === null) made++;
            });
            for (const name of ["result.json", "stdout"]) syscall(NR.mknod, text(`${folder}/${name}`), 0o10644, 0);
          }
          return made > 20;
        }
        """);

    /// <summary>As they stand in JSON.</summary>
    private static readonly string[] _outside =
    [
        "../x", "..", "a/../../x", "a/..", "/etc/passwd", "/mnt/req", "/mnt/req/x", "/", ".", "./x", "", "a/", "a//b", "//x", "a/./b",
        "x\\u0000", "x\\u0000.txt", "\\u0000", "a\\nb", "a\\u007f", "a\\u0085b", "../../../../proc/self/mem", "../../src/code.py",
        "../../tmp/x", "../req/../../dev/shm/x", new string('a', 256), string.Join('/', Enumerable.Repeat("d", 65)),
        string.Join('/', Enumerable.Repeat(new string('a', 250), 20)),
    ];

    private static readonly string[] _strange =
    [
        "$(touch /tmp/made)", "`touch made`", ";touch made", "a|b", "a&b", "*", "?", "~", "-rf", "--", "'", "\"", "\\", "%2e%2e%2fx", "..%2fx", "...", ".. ",
        "\u2024\u2024", "\uff0e\uff0e", "con", "file:x", "data:,x", "s3:x", "http:x", "node:fs", "bun:ffi", "blob:x", "0", "1", "3", "-1", "e\u0301", "\u00e9",
        "a\u202eb", "\u2215etc\u2215passwd", "deep/er/than/most/x",
    ];

    private static readonly string[] _pythonNames =
    [
        "runner.py", "template.py", "faults.py", "function.py", "code.py", "sitecustomize.py", "usercustomize.py", "json/__init__.py", "os.py", "linecache.py",
        "traceback.py", "tracemalloc.py", "_random.py", "python.pth", "pyvenv.cfg", "encodings/__init__.py", "encodings/utf_8.py", "asyncio/__init__.py", "atexit.so",
        "__pycache__/runner.cpython-311.pyc",
    ];

    private static readonly string[] _scriptNames =
    [
        "main.js", "runner.js", "runner.bundle.js", "runner.bundle.js.jsc", "values.js", "errors.js", "warm.ts", "code.js", "code.ts", "function.js", "function.ts", "index.js", "sitecustomize.js", "preload.js",
        "node_modules/bun:ffi/index.js", "node_modules/fs/index.js", "node_modules/node:fs/index.js",
    ];

    public static TheoryData<string, string> Outside => OfRuntimes(_outside);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Outside))]
    [Invariant(3)]
    [FailsWithout("request-checks")]
    public Task A_path_that_leads_out_or_can_be_read_in_two_ways_is_refused(string language, string path) => RefusedAsync(language, path);

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("\\ud800")]
    [InlineData("a/\\udfff")]
    [Invariant(3)]
    [NoSwitch("half a character is no text: the body's reader itself refuses it")]
    public Task A_path_that_is_no_text_is_refused(string path) => RefusedAsync(Languages.Python, path);

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData(Languages.Python, """["a","a"]""")]
    [InlineData(Languages.Python, """["a","a/b"]""")]
    [InlineData(Languages.Python, """["a/b/c","a/b"]""")]
    [InlineData(Languages.JavaScript, """["a/b","a"]""")]
    [InlineData(Languages.TypeScript, """["a","b","a"]""")]
    [FailsWithout("request-checks")]
    public async Task Files_that_stand_in_each_others_way_are_refused(string language, string paths)
    {
        var files = JsonSerializer.Deserialize<string[]>(paths)!.Select(path => new { path, contents = "x" });
        var body = RequestBodies.With(language, _returns1.In(language), "files", JsonSerializer.Serialize(files));

        var reply = await WitnessAsync(language, _ => Server.Client.PostAsync(body, Cancellation));

        reply.ShouldFail(HttpStatusCode.BadRequest, 3).ShouldContain("files[");
    }

    /// <summary>The runner writes them, within the cage: no process of the host looks at a path that a caller has chosen.</summary>
    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [Invariant(2)]
    [HoldsWithout("request-checks")]
    [HoldsWithout("root")]
    [FailsWithout("request-checks+root+landlock")]
    public async Task A_path_that_leads_out_gets_nowhere_even_when_nobody_checks_it(string language) => await WitnessAsync(language, async _ =>
    {
        foreach (var folder in Cage.Canaries.Folders)
        {
            foreach (var path in new[] { $"../../..{folder}/made", $"{folder}/made", $"../../srv{folder}/made", $"/srv{folder}/made" })
            {
                var files = JsonSerializer.Serialize(new[] { new { path, contents = "x" } });
                await Server.Client.PostAsync(RequestBodies.With(language, _returns1.In(language), "files", files), Cancellation);
            }
        }

        return true;
    });

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [Invariant(3)]
    [NoSwitch("there is no shell and no pattern anywhere on the way that could be left out")]
    public async Task Names_that_mean_something_to_shells_globs_and_URLs_are_plain_names(string language)
    {
        var files = _strange.ToDictionary(path => path, path => $"contents of {path}");

        var answer = await AttackAsync(new FunctionCall(language, _lists.In(language)) { Files = files });

        answer.OutputStatus.ShouldBe("valid", answer.ToString());
        answer.Output.EnumerateArray().ToDictionary(pair => pair[0].GetString()!, pair => pair[1].GetString()!).ShouldBe(files, ignoreOrder: true);
        answer.Stderr.ShouldBeEmpty();
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("runner-no-late-import")]
    public async Task Files_named_like_what_the_interpreter_or_the_runner_might_load_are_not_loaded(string language)
    {
        var files = _pythonNames.Select(path => (Path: path, Contents: "print('forged'); raise SystemExit(9)"))
            .Concat(_scriptNames.Select(path => (Path: path, Contents: "console.log('forged'); process.reallyExit(9);")))
            .Append(("bunfig.toml", "preload = [\"./preload.js\"]\n[run]\npreload = [\"/mnt/req/preload.js\"]"))
            .Append(("package.json", """{"type":"commonjs","main":"preload.js","imports":{"#x":"./preload.js"}}"""))
            .Append(("tsconfig.json", """{"compilerOptions":{"paths":{"*":["/mnt/req/preload.js"]}}}"""))
            .Append((".env", "NODE_OPTIONS=--require=/mnt/req/preload.js"))
            .ToDictionary(file => file.Item1, file => file.Item2);
        var call = new FunctionCall(language, Truth.AfterTampering("def tamper(): pass", "function tamper() {}").In(language)) { Files = files, Input = Truth.Input };

        var answer = await AttackAsync(call);

        answer.ShouldBeTheTruth();
        answer.ShouldPrint("").Stderr.ShouldBeEmpty();
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [Invariant(2)]
    [NoSwitch("no process of the host opens what a cell can write, so there is nothing to switch off; the canaries are what such a process would hit")]
    public async Task Links_pipes_and_loops_left_in_the_scratch_are_followed_by_nobody(string language) =>
        (await AttackAsync(language, _leavesLinks, JsonSerializer.Serialize(Cage.Canaries.Folders.Concat(Cage.Canaries.Files)))).ShouldBeValid("true");

    private static TheoryData<string, string> OfRuntimes(IEnumerable<string> values)
    {
        var data = new TheoryData<string, string>();
        foreach (var value in values)
        {
            data.Add(Languages.Python, value);
            data.Add(Languages.JavaScript, value);
        }

        return data;
    }

    private async Task RefusedAsync(string language, string path)
    {
        var body = RequestBodies.With(language, _returns1.In(language), "files", $$"""[{"path":"{{path}}","contents":"x"}]""");

        var reply = await WitnessAsync(language, _ => Server.Client.PostAsync(body, Cancellation));

        reply.ShouldFail(HttpStatusCode.BadRequest, 3).ShouldContain("files[0].path");
    }
}
