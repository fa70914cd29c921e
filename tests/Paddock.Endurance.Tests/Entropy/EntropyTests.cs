using System.Collections.Concurrent;
using System.Globalization;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Endurance.Tests.Entropy;

/// <summary>No cell draws what another has drawn.</summary>
public sealed class EntropyTests
{
    private const int Cells = 10_000;
    private const int MinutesAtMost = 8;

    /// <summary>
    /// Bun's engine seeds Math.random with 32 bits: two of the 1,000 cells of bun share a seed in one run of 8,000, two pairs in one of 100 million.
    /// </summary>
    private const int CellsThatMayShareASeedOfMathRandom = 2;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = MinutesAtMost * TestTimeout.Default)]
    public async Task Draws_InTenThousandCells_AreNeverTheSame()
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings { StartBound = TimeSpan.FromMinutes(4) }, Cancellation);
        var cells = Load.Setting("PADDOCK_ENTROPY_CELLS", Cells);
        var drawn = new ConcurrentDictionary<string, ConcurrentQueue<(string Source, int Cell)>>();

        var took = await Load.RunAsync(cells, Load.InFlight, async (number, cancellationToken) =>
        {
            var answer = (await server.Client.ExecuteAsync(Draws.Call(number), cancellationToken)).ShouldBeValid();
            foreach (var pair in answer.Output.EnumerateArray())
            {
                drawn.GetOrAdd(pair[1].GetString()!, static _ => []).Enqueue((pair[0].GetString()!, number));
            }
        }, Cancellation);

        drawn.Values.SelectMany(places => places).Select(place => place.Cell).Distinct().Count().ShouldBe(cells, "every cell draws");
        var again = drawn.Values.Where(static places => places.Count > 1).ToList();
        var ofSharedSeeds = again.Where(static places => places.All(static place => place.Source.EndsWith("Math.random", StringComparison.Ordinal))).ToList();
        var wrong = again.Except(ofSharedSeeds).ToList();
        wrong.ShouldBeEmpty($"{wrong.Count} of {drawn.Count} values were drawn twice, for example by:\n{Show(wrong)}");
        ofSharedSeeds.SelectMany(static places => places).Select(static place => place.Cell).Distinct().Count()
            .ShouldBeLessThanOrEqualTo(CellsThatMayShareASeedOfMathRandom, Show(ofSharedSeeds));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{cells} cells drew {drawn.Count} values in {took.TotalSeconds:0.0} s, {cells / took.TotalSeconds:0} cells a second"));
    }

    private static string Show(IEnumerable<ConcurrentQueue<(string Source, int Cell)>> values) =>
        string.Join('\n', values.Take(20).Select(static places => string.Join(", ", places.Select(static place => $"{place.Source} of cell {place.Cell}").Take(5))));
}
