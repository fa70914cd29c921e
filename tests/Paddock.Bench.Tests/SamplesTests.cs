namespace Paddock.Bench.Tests;

/// <summary>Percentiles by nearest rank.</summary>
public sealed class SamplesTests
{
    [Theory]
    [InlineData(50, 50)]
    [InlineData(99, 99)]
    [InlineData(100, 100)]
    [InlineData(0, 1)]
    [InlineData(99.5, 100)]
    public void Percentile_OfOneToAHundred_IsThatNumber(double percent, double expected)
    {
        var samples = new Samples();
        samples.AddRange(Enumerable.Range(1, 100).Reverse().Select(static number => (double)number));

        samples.Percentile(percent).ShouldBe(expected);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(99)]
    public void Percentile_OfOneSample_IsTheSample(double percent)
    {
        var samples = new Samples();
        samples.Add(7);

        samples.Percentile(percent).ShouldBe(7);
    }

    [Fact]
    public void Percentile_WithoutASample_IsNotANumber() => new Samples().Percentile(50).ShouldBe(double.NaN);
}
