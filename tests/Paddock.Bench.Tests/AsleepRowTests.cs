using Paddock.Bench.Rows;

namespace Paddock.Bench.Tests;

/// <summary>How many slept at the same moment.</summary>
public sealed class AsleepRowTests
{
    [Fact]
    public void Most_WithoutASpan_IsNone() => AsleepRow.Most([]).ShouldBe(0);

    [Fact]
    public void Most_SpansThatOverlapInTurn_CountsTheDeepest() => AsleepRow.Most([(1, 4), (2, 6), (3, 5), (7, 9)]).ShouldBe(3);

    [Fact]
    public void Most_SpansThatTouch_DoNotOverlap() => AsleepRow.Most([(1, 2), (2, 3)]).ShouldBe(1);
}
