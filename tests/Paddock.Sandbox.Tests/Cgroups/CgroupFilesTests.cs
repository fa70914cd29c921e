using Paddock.Sandbox.Cgroups;

namespace Paddock.Sandbox.Tests.Cgroups;

/// <summary>The real files, below a folder that stands for a group.</summary>
public sealed class CgroupFilesTests : IDisposable
{
    private readonly DirectoryInfo _group = Directory.CreateTempSubdirectory("paddock-cgroup-");

    private string Subtree => Path.Combine(_group.FullName, "cgroup.subtree_control");

    [Fact]
    public void Controllers_ThatNobodyElseUses_AreDisabled()
    {
        new CgroupFiles().DisableControllers(_group.FullName, ["memory", "pids"]);
        File.ReadAllText(Subtree).ShouldBe("-memory -pids");
    }

    [Fact]
    public void Controllers_OfAServerThatHasStartedMeanwhile_AreLeftAlone()
    {
        _group.CreateSubdirectory("paddock-1-python-1");
        new CgroupFiles().DisableControllers(_group.FullName, ["memory", "pids"]);
        File.Exists(Subtree).ShouldBeFalse();
    }

    public void Dispose() => _group.Delete(recursive: true);
}
