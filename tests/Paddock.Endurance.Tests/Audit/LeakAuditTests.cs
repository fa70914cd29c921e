using System.Globalization;
using Paddock.TestKit.Hosting;

namespace Paddock.Endurance.Tests.Audit;

/// <summary>After tens of thousands of executions of every kind, everything is where it was after the first thousand.</summary>
public sealed class LeakAuditTests
{
    private const int Executions = 20_000;
    private const int MinutesAtMost = 25;
    private const int First = 1_000;

    /// <summary>Many wait for a time-out of a second.</summary>
    private const int InFlight = 24;

    /// <summary>100 bytes an execution, in KiB for a half of the executions, and what the collector leaves lying about: 13 MiB were seen to come and go.</summary>
    private const int BytesAnExecution = 100;
    private const int CollectorKiB = 16_000;

    /// <summary>Code that is compiled again once it has run often, buffers at their first full size.</summary>
    private const int WarmUpKiB = 24 * 1024;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = MinutesAtMost * TestTimeout.Default)]
    public async Task MixedLoad_OfTwentyThousand_LeavesEverythingAsItWas()
    {
        var executions = Load.Setting("PADDOCK_AUDIT_EXECUTIONS", Executions);
        await using var server = await ServerProcess.StartAsync(Settings(), Cancellation);
        int[] marks = [Math.Min(First, executions / 10), executions / 2, executions];
        var footprints = new List<Footprint>();
        var done = 0;
        foreach (var mark in marks)
        {
            await LoadAsync(server, done, mark);
            footprints.Add(await MeasureAsync(server, footprints.Count == 0 ? WarmUpKiB : (executions / 2 * BytesAnExecution / 1024) + CollectorKiB));
            done = mark;
        }

        // What the whole machine holds is others' too, and comes and goes with them.
        var patience = TimeProvider.System.GetTimestamp();
        while (Wrong(footprints).Count > 0 && TimeProvider.System.GetElapsedTime(patience) < _patience)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), Cancellation);
            footprints[^1] = await MeasureAsync(server, 0);
        }

        var table = Footprint.Table([.. marks.Select(mark => mark.ToString("N0", CultureInfo.InvariantCulture))], footprints);
        TestContext.Current.TestOutputHelper!.WriteLine(table);
        var wrong = Wrong(footprints);
        wrong.ShouldBeEmpty($"more of this than before: {string.Join(", ", wrong)}\n{table}");

        (await server.StopAsync(Signals.Terminate, Cancellation)).ShouldBe(0, server.Output.Tail());
        await server.AssertNothingIsLeftAsync(Cancellation);
    }

    private static IReadOnlyList<string> Wrong(List<Footprint> footprints) =>
        [.. footprints[^1].MoreThan(footprints[0]).Concat(footprints[^1].MoreThan(footprints[^2])).Distinct()];

    /// <summary>As many ready cells at rest as under load, and no change of template: one jail does it all, so that what it leaks adds up.</summary>
    private static ServerSettings Settings() => new()
    {
        StartBound = TimeSpan.FromMinutes(4),
        Environment = new Dictionary<string, string>
        {
            ["Paddock__Sandbox__MinReady"] = "6",
            ["Paddock__Sandbox__MaxReady"] = "6",
            ["Paddock__Sandbox__MaxCells"] = "64",
            ["Paddock__Sandbox__StdoutBytes"] = "1048576",
            ["Paddock__Sandbox__TemplateMaxForks"] = "1000000",
            ["Paddock__Sandbox__TemplateMaxMinutes"] = "1000",

            // The collector runs often and gives back, so that what is left is what is held.
            ["DOTNET_GCgen0size"] = "200000",
            ["DOTNET_GCConserveMemory"] = "9",
        },
    };

    private static async Task LoadAsync(ServerProcess server, int from, int to)
    {
        // Connections of its own, closed afterwards, because they are descriptors of the server too.
        using var client = server.ClientWithKey(ServerSettings.Key);
        await Load.RunAsync(to - from, InFlight, (number, cancellationToken) => Mix.RunAsync(client, from + number, cancellationToken), Cancellation);
    }

    private static async Task<Footprint> MeasureAsync(ServerProcess server, long slackKiB)
    {
        var own = await Footprint.SettledAsync(server, Cancellation);
        return own.And(Memory.Holdings(server, slackKiB)).And(Machine.Holdings());
    }
}
