using Paddock.Sandbox.Cgroups;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Cgroups;

public sealed class TemporaryCgroupFilesTests
{
    [Fact]
    public void Controllers_EnabledOnTheWay_AreDisabledInTheEnd()
    {
        var files = new FakeCgroupFiles { Files = { ["/g/cgroup.subtree_control"] = "cpu\n" } };
        using (var temporary = new TemporaryCgroupFiles(files))
        {
            temporary.EnableControllers("/g", ["memory", "pids", "cpu"]).ShouldBeNull();
        }

        files.Enabled.ShouldBe(["/g: memory pids cpu", "/g: not memory pids"]);
    }

    [Fact]
    public void Groups_ThatADeadServerLeft_AreNotTouched()
    {
        var files = new FakeCgroupFiles();
        using (var temporary = new TemporaryCgroupFiles(files))
        {
            temporary.RemoveStale("/g");
        }

        files.Cleaned.ShouldBeEmpty();
    }
}
