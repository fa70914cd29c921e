using Paddock.Bench.Floors;

namespace Paddock.Bench.Tests.Floors;

/// <summary>What is read from /proc, and from the server's metrics.</summary>
public sealed class ProcTests
{
    [Fact]
    public void Stat_OfAProcessWithAnyName_GivesParentOwnTimeAndThatOfThoseWaitedFor() =>
        TreeTime.Parse("42 (a) b) 7 (c) R 17 42 42 0 -1 4194304 100 0 0 0 250 50 3000 700 20 0 1 0 99").ShouldBe((17, 3000, 37000));

    [Fact]
    public void Tree_OfThisProcess_HasSomeTime() => TreeTime.Of(Environment.ProcessId).Own.ShouldBeGreaterThan(0);

    [Fact]
    public void BusyTime_OfTheMachine_IsAllButIdleWaitingAndGuests() =>
        MachineTime.Parse("cpu  100 20 30 9999 888 4 5 6 70 80").ShouldBe(1590);

    [Fact]
    public void Metric_ByItsName_IsThatWithoutLabels()
    {
        const string Text = "# TYPE a counter\na{b=\"c\"} 1\naa 2\na 3.5E+06\n";
        ServerMetrics.Find(Text, "a").ShouldBe(3_500_000);
        ServerMetrics.Find(Text, "b").ShouldBe(double.NaN);
    }

    [Fact]
    public void Forks_AsTheScriptPrintsThem_AreRead()
    {
        WarmForkTimes times = WarmForkTimes.Parse("""{"times_ms":[1.5,2],"cpu_ms":1.25,"saturated":[{"at":4,"per_second":600.5,"cpu_ms":2.5}]}""");
        times.Milliseconds.ShouldBe([1.5, 2]);
        times.CpuMilliseconds.ShouldBe(1.25);
        times.Saturated.ShouldBe([(4, 600.5, 2.5)]);
    }

    [Fact]
    public void Median_OfFiguresInAnyOrder_IsTheMiddle()
    {
        Samples.Median([3, 1, 2]).ShouldBe(2);
        Samples.Median([4, 1, 2, 3]).ShouldBe(2.5);
        Samples.Median([]).ShouldBe(double.NaN);
    }
}
