using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.Escape.Tests.Runners;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Invariants;

/// <summary>No foreign byte is evaluated before the cage is complete, and none is evaluated as a part of ours.</summary>
public sealed class FirstByteTests(CageFixture cage) : EscapeTest(cage)
{
    /// <summary>What the very first statement sees, and what a declaration that is hoisted above it sees.</summary>
    private static readonly FunctionCall[] _looksAtOnce =
    [
        new(Languages.Python, """
            seen = [line for line in open("/proc/self/status") if line.startswith(("Seccomp:", "NoNewPrivs:", "CapBnd:", "Uid:"))]

            def execute(input): return [line.split()[1] for line in seen]
            """),
        new(Languages.JavaScript, """
            export const early = look();
            import { readFileSync } from "node:fs";

            function look() {
              return readFileSync("/proc/self/status", "utf8").split("\n").filter((line) => /^(Seccomp|NoNewPrivs|CapBnd|Uid):/.test(line)).map((line) => line.split(/\s+/)[1]);
            }

            export function execute(input) { return early; }
            """),
    ];

    /// <summary>Names of the runner and of what it uses, declared anew at the top level: this is how dify-sandbox was left (CVE-2025-3466).</summary>
    private static readonly FunctionCall[] _declaresAnew =
    [
        new(Languages.Python, """
            def forge(*arguments, **options): raise SystemExit(0)

            serialize = answer = send_all = encode_utf8 = encode_ascii = flush = show = tell = complain = forge
            pack_header = writev = write = getpid = _exit = set_trace = run_exit_functions = forge
            VALID = RESULT = HEADER = 9
            __builtins__ = {}

            def execute(input): return {"true": input}
            """) { Input = Truth.Input },
        new(Languages.JavaScript, """
            function execute(input) { return { true: new Function("return parseInt('42')")() }; }
            function parseInt() { return "forged"; }
            function send() { return "forged"; }
            function toJson() { return '"forged"'; }
            var JSON = { stringify: () => '"forged"', parse: () => "forged" };
            var process = { reallyExit() {} }, Uint8Array = null, write = null, finish = null, answer = null;
            """) { Input = Truth.Input },
    ];

    public static TheoryData<int> Both => [0, 1];

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Both))]
    [Invariant(1)]
    [FailsWithout("seccomp")]
    [FailsWithout("capabilities")]
    public async Task The_first_statement_finds_the_cage_complete(int runtime)
    {
        var answer = await AttackAsync(_looksAtOnce[runtime]);

        answer.OutputStatus.ShouldBe("valid", answer.ToString());
        var seen = answer.Output.EnumerateArray().Select(value => value.GetString()).ToList();
        seen[0].ShouldNotBe("0", "its uid");
        seen.Skip(1).ShouldBe(["0000000000000000", "1", "2"]);
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Both))]
    [Invariant(1)]
    [FailsWithout("runner-own-module")]
    public async Task Names_of_ours_that_are_declared_anew_are_names_of_another_module(int runtime) => (await AttackAsync(_declaresAnew[runtime])).ShouldBeTheTruth();
}
