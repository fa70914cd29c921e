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
        histogram.Record(milliseconds);

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
            histogram.Record(i);
        }

        (long count, double p50, double p99) = histogram.Read();

        count.ShouldBe(100);
        p50.ShouldBeInRange(44, 56);
        p99.ShouldBeInRange(87, 111);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(double.MaxValue)]
    [InlineData(1e9)]
    public void Durations_BeyondTheBuckets_AreCountedAtTheEdge(double milliseconds)
    {
        var histogram = new StepHistogram();
        histogram.Record(milliseconds);
        histogram.Read().Count.ShouldBe(1);
    }
}
