namespace Paddock.Bench.Tests;

/// <summary>What is met, what is missed, and against what it is held.</summary>
public sealed class TargetTests
{
    [Theory]
    [InlineData(2, "met")]
    [InlineData(2.01, "MISSED")]
    [InlineData(double.NaN, "not measured")]
    public void Verdict_AtMostTwo_IsAsMeasured(double measured, string expected) => new Target("row", "what", measured, "ms", 2).Verdict.ShouldBe(expected);

    [Theory]
    [InlineData(2, "met")]
    [InlineData(1.99, "MISSED")]
    [InlineData(double.NaN, "not measured")]
    public void Verdict_AtLeastTwo_IsAsMeasured(double measured, string expected) =>
        new Target("row", "what", measured, "ms", 2) { AtLeast = true }.Verdict.ShouldBe(expected);

    [Theory]
    [InlineData(20, "met")]
    [InlineData(20.1, "MISSED")]
    public void Verdict_TimesBaseline_HoldsTheRatioAgainstTheLimit(double measured, string expected)
    {
        var target = new Target("row", "what", measured, "ms", 2) { Compared = Comparison.TimesBaseline, Beside = new Baseline("bare", 10) };

        target.Verdict.ShouldBe(expected);
        target.Found.ShouldBe(target.Ratio);
        target.LimitText.ShouldBe("≤ 2 ×");
    }

    [Theory]
    [InlineData(12, "met")]
    [InlineData(12.1, "MISSED")]
    public void Verdict_MoreThanBaseline_HoldsTheDifferenceAgainstTheLimit(double measured, string expected)
    {
        var target = new Target("row", "what", measured, "ms", 2) { Compared = Comparison.MoreThanBaseline, Beside = new Baseline("direct", 10) };

        target.Verdict.ShouldBe(expected);
        target.LimitText.ShouldBe("≤ + 2 ms");
    }

    [Fact]
    public void Verdict_ComparedWithWhatIsNotMeasured_IsNotMeasured()
    {
        new Target("row", "what", 1, "ms", 2) { Compared = Comparison.TimesBaseline, Beside = new Baseline("bare", double.NaN) }.Verdict.ShouldBe("not measured");
        new Target("row", "what", 1, "ms", 2) { Compared = Comparison.MoreThanBaseline }.Verdict.ShouldBe("not measured");
    }

    [Fact]
    public void Verdict_ABaselineThatOnlyStandsBeside_IsOfTheFigureItself()
    {
        var target = new Target("row", "what", 1, "ms", 2) { Beside = new Baseline("floor", 0.1) };

        target.Verdict.ShouldBe("met");
        target.Found.ShouldBe(1);
        target.Ratio.ShouldBe(10);
        target.LimitText.ShouldBe("≤ 2 ms");
    }
}
