using System.Collections.Concurrent;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Endurance.Tests.Entropy;

/// <summary>The hash seed of Python's strings belongs to the template: docs/adr/0005.</summary>
public sealed class HashSeedTests
{
    private const int Forks = 20;
    private const int Templates = 3;

    private static readonly FunctionCall _hashes = new("python", "def execute(input): return [hash(text) for text in ('paddock', 'execute', b'bytes')]");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 3 * TestTimeout.Default)]
    public async Task HashSeed_OfEachTemplate_IsItsOwn()
    {
        await using var server = await ServerProcess.StartAsync(
            new ServerSettings { Environment = new Dictionary<string, string> { ["Paddock__Sandbox__TemplateMaxForks"] = $"{Forks}", ["Paddock__Sandbox__MaxReady"] = "4" } },
            Cancellation);
        var seeds = new ConcurrentDictionary<string, int>();

        // A template is replaced by the first tick of a second after its last fork, so it takes some calls more.
        await Eventually.HoldsAsync(
            async () =>
            {
                await Load.RunAsync(Forks, 4, async (_, cancellationToken) =>
                    seeds.AddOrUpdate((await server.Client.ExecuteAsync(_hashes, cancellationToken)).ShouldBeValid().Output.GetRawText(), 1, static (_, count) => count + 1), Cancellation);
                return seeds.Count >= Templates;
            },
            TimeSpan.FromSeconds(60),
            () => $"{seeds.Values.Sum()} cells had {seeds.Count} seeds",
            Cancellation);

        seeds.Keys.SelectMany(static three => three.Trim('[', ']').Split(',')).ShouldBeUnique("each of the three hashes is another in each template");
        seeds.Values.Max().ShouldBeGreaterThan(1, "the cells of one template share its seed; when they no longer do, docs/adr/0005 is out of date");
    }
}
