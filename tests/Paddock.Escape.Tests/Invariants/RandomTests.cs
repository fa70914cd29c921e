using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Invariants;

/// <summary>Two cells never share a random stream. The endurance suite does this ten thousand times.</summary>
public sealed class RandomTests(CageFixture cage) : EscapeTest(cage)
{
    private const int Cells = 6;

    private const string Python = """
        import os, random, secrets, ssl, tempfile, uuid

        def execute(input):
            return [str(random.random()), str(random.getrandbits(64)), str(uuid.uuid4()), secrets.token_hex(16), ssl.RAND_bytes(16).hex(), os.urandom(16).hex(),
                    next(tempfile._get_candidate_names())]
        """;

    private const string Script = """
        import { randomBytes, randomUUID } from "node:crypto";

        function execute(input) {
          return [String(Math.random()), crypto.randomUUID(), randomUUID(), randomBytes(16).toString("hex"), Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("hex"), Bun.randomUUIDv7()];
        }
        """;

    [Fact(Timeout = TestTimeout.Default)]
    [Invariant(10)]
    [FailsWithout("runner-reseed")]
    public async Task Cells_forked_from_one_template_draw_different_numbers() => await DrawAsync(Languages.Python, Python);

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData(Languages.JavaScript)]
    [InlineData(Languages.TypeScript)]
    [Invariant(10)]
    [NoSwitch("each is a process of its own, which the engine seeds at its start")]
    public async Task Cells_of_an_engine_draw_different_numbers(string language) => await DrawAsync(language, Script);

    private async Task DrawAsync(string language, string code)
    {
        var draws = new List<string>();
        for (var i = 0; i < Cells; i++)
        {
            var answer = await AttackAsync(new FunctionCall(language, code));
            answer.OutputStatus.ShouldBe("valid", answer.ToString());
            draws.AddRange(answer.Output.EnumerateArray().Select(draw => draw.GetString()!));
        }

        draws.ShouldBeUnique();
    }
}
