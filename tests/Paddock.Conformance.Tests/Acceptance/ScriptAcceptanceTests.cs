using System.Net;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Acceptance;

/// <summary>Scripts that people ran on the original service, numbered as in the notes on its API, with the answers they gave.</summary>
public sealed class ScriptAcceptanceTests(ServerFixture server)
{
    private const string Factorial = "80658175170943878571660636856403766975289505440883277824000000000000";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("python", "import os, sys\nif os.environ.get('DEBUG'):\n    print('Reversing string...', file=sys.stderr)\nprint(sys.stdin.read()[::-1])")]
    [InlineData("javascript", "import { readFileSync } from 'fs';\nif (process.env.DEBUG) console.error('Reversing string...');\nconsole.log([...readFileSync(0, 'utf8')].reverse().join(''));")]
    [InlineData("typescript", "const text: string = await Bun.stdin.text();\nif (process.env.DEBUG) console.error('Reversing string...');\nconsole.log([...text].reverse().join(''));")]
    [InlineData("ruby", "warn 'Reversing string...' if ENV['DEBUG']\nputs STDIN.read.reverse")]
    [InlineData("php", "<?php\nif (getenv('DEBUG')) fwrite(STDERR, \"Reversing string...\\n\");\necho strrev(stream_get_contents(STDIN)), PHP_EOL;")]
    public async Task Program02_ReversesItsStdin(string language, string code)
    {
        var call = new ScriptCall(language, code) { Stdin = "Hello" };

        (await server.Client.ExecuteAsync(call, Cancellation)).ShouldSucceed("olleH\n");
        (await server.Client.ExecuteAsync(call with { Env = new Dictionary<string, string> { ["DEBUG"] = "true" } }, Cancellation))
            .ShouldExit(0).ShouldPrint("olleH\n").Stderr.ShouldBe("Reversing string...\n");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("python", "word = \"strawberry\"\nprint(word.count(\"r\"))", "3\n")]
    [InlineData("PYTHON", "x = 5; print(x)", "5\n")]
    public async Task Program03_CountsLetters(string language, string code, string stdout) =>
        (await server.Client.ExecuteAsync(new ScriptCall(language, code), Cancellation)).ShouldSucceed(stdout);

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("python", "import math\nprint(math.factorial(52))")]
    [InlineData("javascript", "let n = 1n;\nfor (let i = 2n; i <= 52n; i++) n *= i;\nconsole.log(String(n));")]
    [InlineData("typescript", "const f = (n: bigint): bigint => (n < 2n ? 1n : n * f(n - 1n));\nconsole.log(f(52n).toString());")]
    [InlineData("ruby", "puts (1..52).inject(:*)")]
    [InlineData("php", "<?php echo gmp_strval(gmp_fact(52)), \"\\n\";")]
    public async Task Program05_Factorial52_IsExact(string language, string code) =>
        (await server.Client.ExecuteAsync(new ScriptCall(language, code), Cancellation)).ShouldSucceed(Factorial + "\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Program06_BrokenCode_IsASyntaxError()
    {
        var answer = await server.Client.ExecuteAsync(new ScriptCall("python", "print(10 * 9 * 8"), Cancellation);

        answer.ShouldPrint("").ShouldSay("SyntaxError").ExitCode.ShouldNotBe(0);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Program15_PhpClient_WithEmptyArrays_Runs()
    {
        var reply = await server.Client.PostScriptAsync("""{"language":"PHP","code":"<?php echo 'hi', PHP_EOL;","args":[],"env":[]}""", Cancellation);

        new ScriptAnswer(reply).ShouldSucceed("hi\n");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Program16_ABurstFromOneClient_IsAnsweredWhole()
    {
        const int Scripts = 600, Connections = 200;
        await server.Burst.WaitAsync(Cancellation);
        try
        {
            using var gate = new SemaphoreSlim(Connections);
            var answers = await Task.WhenAll(Enumerable.Range(0, Scripts).Select(async i =>
            {
                await gate.WaitAsync(Cancellation);
                try
                {
                    return (Number: i, Answer: await server.Client.ExecuteAsync(new ScriptCall("python", "import sys\nprint(int(sys.argv[1]) * 2)") { Args = [$"{i}"] }, Cancellation));
                }
                finally
                {
                    gate.Release();
                }
            }));

            foreach (var (number, answer) in answers)
            {
                answer.ShouldSucceed($"{number * 2}\n");
            }

            answers.Select(pair => pair.Answer.Id).Distinct().Count().ShouldBe(Scripts);
        }
        finally
        {
            server.Burst.Release();
        }
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Program17_LongOutputOfALongComputation_IsWhole()
    {
        // A network of two layers, from scratch, that learns XOR.
        var answer = await server.Client.ExecuteAsync(
            new ScriptCall("python", """
                import math
                import random

                random.seed(7)
                data = [((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0)]
                hidden = [[random.uniform(-1, 1) for _ in range(3)] for _ in range(4)]
                output = [random.uniform(-1, 1) for _ in range(5)]
                squash = lambda x: 1 / (1 + math.exp(-x))

                def forward(x):
                    h = [squash(w[0] * x[0] + w[1] * x[1] + w[2]) for w in hidden]
                    return h, squash(sum(o * v for o, v in zip(output, h)) + output[4])

                for epoch in range(20_000):
                    loss = 0
                    for x, wanted in data:
                        h, y = forward(x)
                        loss += (wanted - y) ** 2
                        slope = (wanted - y) * y * (1 - y)
                        for i in range(4):
                            back = slope * output[i] * h[i] * (1 - h[i])
                            output[i] += 0.5 * slope * h[i]
                            for j, v in enumerate((*x, 1)):
                                hidden[i][j] += 0.5 * back * v
                        output[4] += 0.5 * slope
                    print(f"epoch {epoch} loss {loss:.6f}")
                print([round(forward(x)[1]) for x, _ in data])
                """),
            Cancellation);

        answer.ShouldExit(0).Stderr.ShouldBeEmpty();
        string[] lines = answer.Stdout.TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(20_001);
        lines[^1].ShouldBe("[0, 1, 1, 0]");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task RuntimeRevision_Unknown_IsNotFound() => (await server.Client.PostScriptAsync(
        """{"language":"python","code":"1","runtime_revision_id":"01JC0NF0RMANCE000000000009"}""", Cancellation))
        .ShouldFail(HttpStatusCode.NotFound, 5).ShouldContain("revision");
}
