using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Pools;

namespace Paddock.Sandbox.Tests.Jails;

public sealed class UidOffsetsTests
{
    [Fact]
    public void Offsets_AreNoneOfThePoolsAndEachOnceUntilGivenBack()
    {
        var uids = new UidOffsets();

        int[] taken = [.. Enumerable.Range(0, UidOffsets.Count).Select(_ => uids.Take().ShouldNotBeNull())];

        taken.Distinct().Count().ShouldBe(UidOffsets.Count);
        taken.Min().ShouldBeGreaterThan((int)Enum.GetValues<PoolKind>().Max());
        uids.Take().ShouldBeNull();
        uids.GiveBack(taken[5]);
        uids.Take().ShouldBe(taken[5]);
    }
}
