using Paddock.Bench.Gate;

namespace Paddock.Bench.Tests.Gate;

public sealed class ExpectationTests
{
    private static readonly Expectation _less = new() { What = "a time", Expected = 2, Slack = 0.5, Better = "less" };
    private static readonly Expectation _more = new() { What = "a rate", Expected = 6, Slack = 0.5, Better = "more" };

    [Theory]
    [InlineData(0.1, false)]
    [InlineData(3, false)]
    [InlineData(3.01, true)]
    [InlineData(double.PositiveInfinity, true)]
    [InlineData(double.NaN, true)]
    public void Regression_WhereLessIsBetter_IsMoreThanTheSlackAbove(double found, bool expected) => _less.IsRegression(found).ShouldBe(expected);

    [Theory]
    [InlineData(100, false)]
    [InlineData(4, false)]
    [InlineData(3.99, true)]
    [InlineData(0, true)]
    [InlineData(double.NaN, true)]
    public void Regression_WhereMoreIsBetter_IsMoreThanTheSlackBelow(double found, bool expected) => _more.IsRegression(found).ShouldBe(expected);

    [Fact]
    public void BetterOf_TwoTries_IsTheOneThatCounts()
    {
        _less.BetterOf(1, 2).ShouldBe(1);
        _more.BetterOf(1, 2).ShouldBe(2);
        _less.BetterOf(double.NaN, 2).ShouldBe(2);
        _more.BetterOf(1, double.NaN).ShouldBe(1);
    }
}
