using Paddock.Sandbox.Cgroups;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Jails;

public sealed class JailMemoryTests
{
    [Theory]
    [InlineData("memory", "cache 900\nrss 1\nshmem 2\ntotal_cache 800\ntotal_rss 30\ntotal_shmem 4\n")]
    [InlineData("unified", "anon 30\nfile 900\nshmem 4\nanon_thp 7\n")]
    public void Memory_IsThatWhichOnlyTheEndGivesBack(string controller, string stat)
    {
        var files = new FakeCgroupFiles { Files = { ["/cg/a/memory.stat"] = stat } };

        new JailMemory(files).Read([new CgroupPlace("pids", "/cg/p"), new CgroupPlace(controller, "/cg/a")]).ShouldBe(34);
    }

    [Theory]
    [InlineData("")]
    [InlineData("total_rss\ntotal_shmem x\n\n -\n")]
    public void Memory_ThatNobodyTells_IsZero(string stat) =>
        new JailMemory(new FakeCgroupFiles { Files = { ["/cg/a/memory.stat"] = stat } }).Read([new CgroupPlace("memory", "/cg/a")]).ShouldBe(0);

    [Fact]
    public void Memory_WithoutGroups_IsZero() => new JailMemory(new FakeCgroupFiles()).Read([]).ShouldBe(0);
}
