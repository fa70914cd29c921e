using System.Net;
using System.Text.Json;
using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Invariants;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Paths;

/// <summary>Names and values of <c>env</c>.</summary>
public sealed class EnvironmentTests(CageFixture cage) : EscapeTest(cage)
{
    /// <summary>What loaders and interpreters look at when they start. The cell's own has started before it sees a request.</summary>
    private static readonly Dictionary<string, string> _loaders = new()
    {
        ["LD_PRELOAD"] = "/mnt/req/evil.so",
        ["LD_LIBRARY_PATH"] = "/mnt/req",
        ["LD_AUDIT"] = "/mnt/req/evil.so",
        ["GLIBC_TUNABLES"] = "glibc.malloc.check=3",
        ["PYTHONPATH"] = "/mnt/req",
        ["PYTHONHOME"] = "/mnt/req",
        ["PYTHONSTARTUP"] = "/mnt/req/sitecustomize.py",
        ["PYTHONINSPECT"] = "1",
        ["PYTHONHASHSEED"] = "0",
        ["NODE_OPTIONS"] = "--require=/mnt/req/preload.js",
        ["BUN_OPTIONS"] = "--preload=/mnt/req/preload.js",
        ["BUN_INSPECT"] = "ws://127.0.0.1:1",
        ["BUN_RUNTIME_TRANSPILER_CACHE_PATH"] = "/mnt/req",
        ["PATH"] = "/mnt/req",
        ["IFS"] = "x",
        ["BASH_ENV"] = "/mnt/req/evil.sh",
        ["ENV"] = "/mnt/req/evil.sh",
        ["PADDOCK_EXECED_CELL"] = "1",
        ["PADDOCK_WITHOUT"] = "seccomp,landlock,root",
        ["PADDOCK_API_KEYS"] = "riza_forged",
        ["TMPDIR"] = "/etc",
        ["HOME"] = "/",
        ["$(touch /tmp/made)"] = "$(touch /tmp/made)",
    };

    private static readonly Payload _cage = new(
        """
        def execute(input):
            lines = dict(line.split(":\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\t" in line)
            return [lines["Seccomp"], lines["NoNewPrivs"], lines["CapBnd"], {name: os.environ.get(name) for name in input}, os.path.exists("/tmp/made")]
        """,
        """
        function execute(input) {
          const lines = Object.fromEntries(fs.readFileSync("/proc/self/status", "utf8").split("\n").map((line) => line.split(":\t")));
          return [lines.Seccomp, lines.NoNewPrivs, lines.CapBnd, Object.fromEntries(input.map((name) => [name, process.env[name]])), fs.existsSync("/tmp/made")];
        }
        """);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [Invariant(1)]
    [FailsWithout("seccomp")]
    [FailsWithout("capabilities")]
    public async Task Variables_that_loaders_look_at_come_after_the_cage_and_are_plain_variables(string language)
    {
        var answer = await AttackAsync(new FunctionCall(language, _cage.In(language))
        {
            Env = _loaders,
            Input = JsonSerializer.Serialize(_loaders.Keys),
            Files = new Dictionary<string, string> { ["preload.js"] = "process.exit(9)", ["sitecustomize.py"] = "raise SystemExit(9)", ["evil.so"] = "x" },
        });

        answer.ShouldBeValid(JsonSerializer.Serialize(new object[] { "2", "1", "0000000000000000", _loaders, false }));
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("""{"A=B":"x"}""")]
    [InlineData("""{"":"x"}""")]
    [InlineData("""{"A\u0000B":"x"}""")]
    [InlineData("""{"A\nB":"x"}""")]
    [InlineData("""{"A\u001bB":"x"}""")]
    [Invariant(3)]
    [FailsWithout("request-checks")]
    public async Task A_name_that_is_no_name_of_a_variable_is_refused(string env)
    {
        foreach (var language in new[] { Languages.Python, Languages.JavaScript })
        {
            var body = RequestBodies.With(language, _cage.In(language), "env", env);
            var reply = await WitnessAsync(language, _ => Server.Client.PostAsync(body, Cancellation));
            reply.ShouldFail(HttpStatusCode.BadRequest, 3).ShouldContain("env");
        }
    }
}
