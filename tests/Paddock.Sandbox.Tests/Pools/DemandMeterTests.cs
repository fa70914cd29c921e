using Paddock.Sandbox.Pools;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Pools;

public sealed class DemandMeterTests
{
    private readonly FakeTime _time = new();
    private readonly DemandMeter _meter;

    public DemandMeterTests() => _meter = new DemandMeter(4, 64, _time);

    [Fact]
    public void Target_WithoutDemand_IsTheLeast() => _meter.Target.ShouldBe(4);

    [Fact]
    public void Target_InABurst_GrowsAtOnceAndStopsAtTheMost()
    {
        Take(20);
        _meter.Target.ShouldBe(20);
        Take(1000);
        _meter.Target.ShouldBe(64);
    }

    [Fact]
    public void Target_OfSteadyDemand_IsWhatATenthOfASecondTakes()
    {
        for (int window = 0; window < 50; window++)
        {
            Take(10);
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        _meter.Roll();
        _meter.Target.ShouldBe(10);
    }

    [Fact]
    public void Target_AfterABurst_FadesToTheLeastWithinAMinute()
    {
        Take(64);
        List<int> targets = [];
        for (int second = 0; second < 60; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _meter.Roll();
            targets.Add(_meter.Target);
        }

        targets.ShouldBe([.. targets.OrderDescending()]);
        targets[5].ShouldBeGreaterThan(30, "it may come back");
        targets[^1].ShouldBe(4);
    }

    private void Take(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _meter.Take();
        }
    }
}
