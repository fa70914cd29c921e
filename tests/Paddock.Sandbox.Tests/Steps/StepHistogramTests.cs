using Paddock.Core.Executions;
using Paddock.Sandbox.Steps;

namespace Paddock.Sandbox.Tests.Steps;

public sealed class StepHistogramTests
{
    [Fact]
    public void Percentiles_OfNothing_AreZero() => new StepHistogram().Read().ShouldBe((0, 0, 0));

    [Theory]
    [InlineData(0.02)]
    [InlineData(1)]
    [InlineData(12.5)]
    [InlineData(60_000)]
    public void Percentiles_OfOneDuration_AreNearIt(double milliseconds)
    {
        var histogram = new StepHistogram();
        histogram.Record(TimeSpan.FromMilliseconds(milliseconds));

        (long count, double p50, double p99) = histogram.Read();

        count.ShouldBe(1);
        p50.ShouldBeInRange(milliseconds * 0.88, milliseconds * 1.12);
        p99.ShouldBe(p50);
    }

    [Fact]
    public void Percentiles_OfAHundred_AreTheMiddleAndTheLastButOne()
    {
        var histogram = new StepHistogram();
        for (int i = 1; i <= 100; i++)
        {
            histogram.Record(TimeSpan.FromMilliseconds(i));
        }

        (long count, double p50, double p99) = histogram.Read();

        count.ShouldBe(100);
        p50.ShouldBeInRange(44, 56);
        p99.ShouldBeInRange(87, 111);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    [InlineData(10_000_000_000_000)]
    public void Durations_BeyondTheBuckets_AreCountedAtTheEdge(long ticks)
    {
        var histogram = new StepHistogram();
        histogram.Record(new TimeSpan(ticks));
        histogram.Read().Count.ShouldBe(1);
        histogram.ReadBuckets().Buckets.Sum(static bucket => bucket.Count).ShouldBe(1);
    }

    [Fact]
    public void Buckets_OfSomeDurations_HaveEachBelowItsBound()
    {
        var histogram = new StepHistogram();
        foreach (int milliseconds in new[] { 1, 5, 5, 400 })
        {
            histogram.Record(TimeSpan.FromMilliseconds(milliseconds));
        }

        (TimeSpan total, IReadOnlyList<StepBucket> buckets) = histogram.ReadBuckets();

        total.ShouldBe(TimeSpan.FromMilliseconds(411));
        buckets[^1].UpToSeconds.ShouldBe(double.PositiveInfinity);
        buckets.Select(static bucket => bucket.UpToSeconds).ShouldBeInOrder();
        foreach ((double upTo, long count) in new[] { (0.0009, 0L), (0.002, 1L), (0.0099, 3L), (0.8, 4L) })
        {
            buckets.Where(bucket => bucket.UpToSeconds <= upTo).Sum(static bucket => bucket.Count).ShouldBe(count);
        }
    }
}
