using Paddock.Core.Schemas;

namespace Paddock.Core.Tests.Schemas;

public sealed class RecentlyUsedTests
{
    [Fact]
    public void Value_NotUsedForLongest_MakesRoom()
    {
        RecentlyUsed<int> kept = new(10);
        kept.Add("a", 1, 4);
        kept.Add("b", 2, 4);
        kept.TryGet("a", out _).ShouldBeTrue();
        kept.Add("c", 3, 4);
        (kept.TryGet("a", out _), kept.TryGet("b", out _), kept.TryGet("c", out int value), value, kept.Count).ShouldBe((true, false, true, 3, 2));
    }

    [Fact]
    public void Value_HeavierThanAll_IsNotKept()
    {
        RecentlyUsed<int> kept = new(10);
        kept.Add("a", 1, 10);
        kept.Add("b", 2, 11);
        (kept.TryGet("a", out _), kept.TryGet("b", out _)).ShouldBe((true, false));
    }

    [Fact]
    public void Value_AddedTwice_CountsOnce()
    {
        RecentlyUsed<int> kept = new(10);
        kept.Add("a", 1, 6);
        kept.Add("a", 2, 6);
        kept.Add("b", 3, 4);
        (kept.TryGet("a", out int value), value, kept.Count).ShouldBe((true, 1, 2));
    }
}
