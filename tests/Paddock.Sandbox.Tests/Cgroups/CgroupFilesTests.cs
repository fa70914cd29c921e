using Paddock.Sandbox.Cgroups;

namespace Paddock.Sandbox.Tests.Cgroups;

/// <summary>The real files, below a folder that stands for a group; a real version 2 tree is in the machine of <c>./paddock test --vm</c>.</summary>
public sealed class CgroupFilesTests : IDisposable
{
    private static readonly string[] s_controllers = ["memory", "pids"];

    private readonly DirectoryInfo _group = Directory.CreateTempSubdirectory("paddock-cgroup-");
    private readonly CgroupFiles _files = new();

    private string Subtree => Path.Combine(_group.FullName, "cgroup.subtree_control");

    [Fact]
    public void Controllers_ThatNobodyElseUses_AreDisabled()
    {
        _files.DisableControllers(_group.FullName, s_controllers);
        File.ReadAllText(Subtree).ShouldBe("-memory -pids");
    }

    [Fact]
    public void Controllers_OfAServerThatHasStartedMeanwhile_AreLeftAlone()
    {
        _group.CreateSubdirectory("paddock-1-python-1");
        _files.DisableControllers(_group.FullName, s_controllers);
        File.Exists(Subtree).ShouldBeFalse();
    }

    [Fact]
    public void StepBack_WithoutAStep_TouchesNothing()
    {
        _files.EnableControllers(_group.FullName, s_controllers).ShouldBeNull();

        _files.StepBack();

        File.ReadAllText(Subtree).ShouldBe("+memory +pids");
    }

    [Fact]
    public void StepBack_AfterAStep_PutsControllersOffAndLeavesTheLeaf()
    {
        StepIn();

        _files.StepBack();

        File.ReadAllText(Subtree).ShouldBe("-memory -pids");
        File.ReadAllText(Path.Combine(_group.FullName, "cgroup.procs")).ShouldBe("0");
    }

    public void Dispose() => _group.Delete(recursive: true);

    /// <summary>A control file that cannot be written until the server has stepped into its leaf.</summary>
    private void StepIn()
    {
        Directory.CreateDirectory(Subtree);
        _files.EnableControllers(_group.FullName, s_controllers).ShouldNotBeNull();
        Directory.Exists(Path.Combine(_group.FullName, $"paddock-{Environment.ProcessId}-server")).ShouldBeTrue();
        Directory.Delete(Subtree);
        File.WriteAllText(Subtree, "");
    }
}
