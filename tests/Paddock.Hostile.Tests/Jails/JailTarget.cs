using Paddock.Hostile.Tests.Frames;
using Paddock.Hostile.Tests.Fuzzing;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Hostile.Tests.Jails;

/// <summary>
/// A pool over jails that report whatever a script says: messages of any shape, about any cell, in any order, while requests come and go. The
/// operations are those of <see cref="JailWorld"/>.
/// </summary>
internal sealed class JailTarget : IFuzzTarget
{
    private static readonly string[] _words =
        ["up", "ready", "ready", "ready", "ended", "failed", "limited", "listening", "opened", "raw", "raw", "rent", "rent", "run", "run", "limit", "door", "return", "hangup", "advance", "pass", "frame", "print", "honest", "honest", "die"];

    private static readonly byte[][] _reports =
        [.. new[] { "report-up", "report-ready", "report-exited", "report-killed", "report-failed", "report-limited", "report-listening", "report-opened" }.Select(Vectors.Read)];

    public string Name => "jails";

    public Script Generate(Random random, Corpus corpus)
    {
        List<Step> steps = [];
        if (!corpus.IsEmpty && random.Next(2) == 0)
        {
            steps.AddRange(corpus.Pick(random).Steps);
            for (var changes = 1 + random.Next(4); changes > 0; changes--)
            {
                var at = random.Next(steps.Count + 1);
                if (random.Next(3) == 0 && at < steps.Count)
                {
                    steps.RemoveAt(at);
                }
                else
                {
                    steps.Insert(at, Any(random));
                }
            }

            return new Script([.. steps.Take(120)]);
        }

        steps.Add(new Step(random.Next(6) > 0 ? "up" : "pass"));
        steps.AddRange(Enumerable.Range(0, random.Next(40)).Select(_ => Any(random)));
        return new Script(steps);
    }

    public async Task<string> RunAsync(Script script, CancellationToken cancellationToken)
    {
        var log = new Complaints();
        await using var bench = new PoolBench(JailWorld.Settings, log: log);
        using var world = new JailWorld(bench);
        foreach (var step in script.Steps)
        {
            await world.DoAsync(step);
        }

        await world.SettleAsync();
        log.Errors.ShouldBeEmpty();
        return world.Behaviour;
    }

    private static Step Any(Random random)
    {
        var word = random.Any(_words);
        return word switch
        {
            "raw" => new Step(word, random.Next(6), Raw(random)),
            "frame" => new Step(word, random.Next(4), FrameGenerator.Frame(random, FakeJail.Limits.Output)),
            "print" => new Step(word, random.Next(4), new byte[random.Next(3000)]),
            "advance" => new Step(word, random.Any([1, 100, 1000, 1000, 16_000, 61_000])),
            "die" or "up" when random.Next(3) > 0 => new Step("pass"),
            _ => new Step(word, random.Next(12)),
        };
    }

    private static byte[] Raw(Random random)
    {
        byte[] report = [.. random.Any(_reports)];
        report[0] = (byte)random.Next(9);
        report[4] = (byte)random.Next(10);
        return random.Next(4) == 0 ? ByteMutator.Mutate(random, report) : report;
    }
}
