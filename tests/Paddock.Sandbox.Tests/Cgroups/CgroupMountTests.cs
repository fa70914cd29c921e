using Paddock.Sandbox.Cgroups;

namespace Paddock.Sandbox.Tests.Cgroups;

public sealed class CgroupMountTests
{
    [Fact]
    public void Mounts_OfAV1Machine_AreReadWithTheirControllers() => CgroupMount.Parse(Machines.V1Mounts)
        .Select(static mount => $"{mount.Root} {mount.Point} {(mount.IsUnified ? "v2" : mount.Controllers[^1])}")
        .ShouldBe(
        [
            "/ /sys/fs/cgroup/cpu cpu", "/ /sys/fs/cgroup/cpuacct cpuacct", "/ /sys/fs/cgroup/memory memory", "/ /sys/fs/cgroup/pids pids",
            "/ /sys/fs/cgroup/systemd name=systemd", "/ /sys/fs/cgroup/unified v2",
        ]);

    [Fact]
    public void Mounts_WithOptionalFields_AreRead() =>
        CgroupMount.Parse(Machines.HybridMounts).Single(static mount => mount.Controllers.Contains("memory")).Point.ShouldBe("/sys/fs/cgroup/memory");

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("1 2 0:3 / /x rw")]
    [InlineData("1 2 0:3 / /x rw - cgroup2")]
    [InlineData("1 2 0:3 / /x rw - ext4 /dev/sda rw,memory")]
    [InlineData("cgroup - cgroup2 cgroup2 rw")]
    public void Lines_OfAnythingElse_AreNoMounts(string text) => CgroupMount.Parse(text).ShouldBeEmpty();

    [Theory]
    [InlineData("/", "/", "/sys/fs/cgroup")]
    [InlineData("/", "/a/b", "/sys/fs/cgroup/a/b")]
    [InlineData("/docker/4f", "/docker/4f", "/sys/fs/cgroup")]
    [InlineData("/docker/4f", "/docker/4f/init", "/sys/fs/cgroup/init")]
    [InlineData("/docker/4f", "/docker/4f0c", "/sys/fs/cgroup/docker/4f0c")]
    [InlineData("/docker/4f", "/", "/sys/fs/cgroup")]
    public void Below_OfAGroup_IsItsDirectory(string root, string group, string directory) =>
        new CgroupMount(root, "/sys/fs/cgroup", true, []).Below(group).ShouldBe(directory);
}
