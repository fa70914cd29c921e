using System.Globalization;
using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Kernel;

/// <summary>Every system call of the machine, made from within a cell, against the policy files.</summary>
public sealed class SystemCallTests(CageFixture cage) : EscapeTest(cage)
{
    /// <summary>What the kernel alone would answer can be the policy's word too; with all filters gone far more than this differs.</summary>
    private const string KilledByPolicy = "s31";

    private static readonly SystemCallPolicy _policy = SystemCallPolicy.Read();

    private static readonly Payload _sweep = new(
        """
        import base64, subprocess

        def execute(input):
            with open("/tmp/sweep", "wb") as file:
                file.write(base64.b64decode(open("sweep.txt").read()))
            os.chmod("/tmp/sweep", 0o755)
            return subprocess.run(["/tmp/sweep"], stdout=subprocess.PIPE, text=True).stdout
        """,
        """
        function execute(input) {
          fs.writeFileSync("/tmp/sweep", Buffer.from(fs.readFileSync("sweep.txt", "utf8"), "base64"));
          fs.chmodSync("/tmp/sweep", 0o755);
          return child_process.spawnSync("/tmp/sweep", { encoding: "utf8", maxBuffer: 1 << 24, stdio: ["ignore", "pipe", "inherit"] }).stdout;
        }
        """);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("seccomp")]
    public async Task Of_all_system_calls_exactly_those_of_the_policy_reach_the_kernel(string language)
    {
        var inside = await SweepAsync(language);

        var wrong = new List<string>();
        foreach (var (call, result) in inside.Where(pair => pair.Key.StartsWith("64 ", StringComparison.Ordinal)))
        {
            var words = call.Split(' ');
            var refusal = _policy.Refusal(int.Parse(words[1], CultureInfo.InvariantCulture), [.. Enumerable.Repeat(words[2] == "ones" ? ulong.MaxValue : 0, 6)]);
            if (refusal is { } error ? result != error.ToString(CultureInfo.InvariantCulture) : IsRefused(result, SweepProgram.Outside[call]))
            {
                wrong.Add($"{call}: {result} instead of {refusal?.ToString(CultureInfo.InvariantCulture) ?? $"the kernel's {SweepProgram.Outside[call]}"}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.Runtimes), MemberType = typeof(Languages))]
    [FailsWithout("seccomp")]
    public async Task A_system_call_by_the_x32_or_the_32_bit_table_ends_its_process(string language)
    {
        var inside = await SweepAsync(language);

        inside.Where(pair => !pair.Key.StartsWith("64 ", StringComparison.Ordinal) && pair.Value != KilledByPolicy)
            .Select(pair => $"{pair.Key}: {pair.Value}").ShouldBeEmpty();
    }

    /// <summary>A call that the policy allows must not look as if there were a filter: not unknown, not killed, unless it is so without a cage.</summary>
    private static bool IsRefused(string result, string outside) => result is "-38" or KilledByPolicy && result != outside;

    private async Task<IReadOnlyDictionary<string, string>> SweepAsync(string language)
    {
        var call = new FunctionCall(language, _sweep.In(language))
        {
            Files = new Dictionary<string, string> { ["sweep.txt"] = SweepProgram.Base64 },
        };
        var lines = SweepProgram.Parse((await AttackAsync(call)).ShouldBeValid().Output.GetString()!);
        lines.Count.ShouldBe(SweepProgram.Outside.Count);
        lines.Count.ShouldBeGreaterThan(2000);
        return lines;
    }
}
