using Paddock.Sandbox.Cgroups;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Cgroups;

public sealed class CgroupLayoutTests
{
    private const string UserScope = "/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice/run-r1.scope";

    [Fact]
    public void V1Machine_AsRoot_HasAPlaceForEachController()
    {
        var files = new FakeCgroupFiles { Writable = ["/sys/fs/cgroup/memory/process_api/6cedc0e3", "/sys/fs/cgroup/pids", "/sys/fs/cgroup/cpu", "/sys/fs/cgroup/unified"] };

        ShouldHave(
            CgroupLayout.Discover(Machines.V1Mounts, Machines.V1Groups, files),
            1,
            "memory /sys/fs/cgroup/memory/process_api/6cedc0e3",
            "pids /sys/fs/cgroup/pids",
            "cpu /sys/fs/cgroup/cpu");
    }

    [Fact]
    public void HybridMachine_WithControllersOnV1_UsesThose()
    {
        var files = new FakeCgroupFiles
        {
            Files = { ["/sys/fs/cgroup/unified/cgroup.controllers"] = "\n" },
            Writable =
            [
                "/sys/fs/cgroup/memory/user.slice/user-0.slice/session-1.scope", "/sys/fs/cgroup/pids/user.slice/user-0.slice/session-1.scope",
                "/sys/fs/cgroup/cpu,cpuacct/user.slice",
            ],
        };

        ShouldHave(
            CgroupLayout.Discover(Machines.HybridMounts, Machines.HybridGroups, files),
            1,
            "memory /sys/fs/cgroup/memory/user.slice/user-0.slice/session-1.scope",
            "pids /sys/fs/cgroup/pids/user.slice/user-0.slice/session-1.scope",
            "cpu /sys/fs/cgroup/cpu,cpuacct/user.slice");
    }

    [Fact]
    public void V2Machine_AsRoot_UsesTheRootOfTheTree()
    {
        var files = new FakeCgroupFiles
        {
            Files = { ["/sys/fs/cgroup/cgroup.controllers"] = Machines.AllControllers },
            Writable = ["/sys/fs/cgroup"],
        };

        ShouldHave(CgroupLayout.Discover(Machines.V2Mounts, Machines.RootGroups, files), 2, "unified /sys/fs/cgroup");
        files.Enabled.ShouldBe(["/sys/fs/cgroup: memory pids cpu"]);
    }

    [Fact]
    public void V2Container_WithoutANamespace_UsesItsOwnGroupBelowTheMount()
    {
        var files = new FakeCgroupFiles
        {
            Files = { ["/sys/fs/cgroup/cgroup.controllers"] = Machines.AllControllers, ["/sys/fs/cgroup/cgroup.type"] = "domain\n" },
            Writable = ["/sys/fs/cgroup", "/sys/fs/cgroup/init"],
        };

        ShouldHave(CgroupLayout.Discover(Machines.ContainerMounts, Machines.ContainerGroups, files), 2, "unified /sys/fs/cgroup/init");
    }

    [Fact]
    public void V2Container_WithANamespace_UsesTheMount()
    {
        var files = new FakeCgroupFiles
        {
            Files = { ["/sys/fs/cgroup/cgroup.controllers"] = Machines.AllControllers, ["/sys/fs/cgroup/cgroup.type"] = "domain\n" },
            Writable = ["/sys/fs/cgroup"],
        };

        ShouldHave(CgroupLayout.Discover(Machines.V2Mounts, "0::/\n", files), 2, "unified /sys/fs/cgroup");
    }

    [Fact]
    public void V2User_InADelegatedScope_UsesIt()
    {
        var files = new FakeCgroupFiles { Files = { ["/sys/fs/cgroup/cgroup.controllers"] = Machines.AllControllers }, Writable = [UserScope] };

        ShouldHave(CgroupLayout.Discover(Machines.V2Mounts, Machines.UserGroups, files), 2, "unified " + UserScope);
    }

    [Fact]
    public void V2User_OutsideADelegatedScope_IsToldTheGroupAndTheCommand()
    {
        var files = new FakeCgroupFiles { Files = { ["/sys/fs/cgroup/cgroup.controllers"] = Machines.AllControllers } };

        CgroupLayout layout = CgroupLayout.Discover(Machines.V2Mounts, Machines.UserGroups, files);

        ShouldLack(layout, 2, UserScope, "not writable", "systemd-run --user --scope -p Delegate=yes ./paddock serve");
        files.Enabled.ShouldBeEmpty();
    }

    [Fact]
    public void V2Group_WithOtherProcesses_IsToldTheReasonAndTheCommand()
    {
        var files = new FakeCgroupFiles
        {
            Files = { ["/sys/fs/cgroup/cgroup.controllers"] = Machines.AllControllers },
            Writable = [UserScope],
            EnableFailure = "Device or resource busy",
        };

        ShouldLack(
            CgroupLayout.Discover(Machines.V2Mounts, Machines.UserGroups, files), 2, UserScope, "Device or resource busy", "systemd-run --scope -p Delegate=yes");
    }

    [Fact]
    public void V2Scope_WithoutTheCpuController_IsToldWhichAndHowToGetIt()
    {
        var files = new FakeCgroupFiles
        {
            Files = { ["/sys/fs/cgroup/cgroup.controllers"] = Machines.AllControllers, [UserScope + "/cgroup.controllers"] = "memory pids\n" },
            Writable = [UserScope],
        };

        CgroupLayout layout = CgroupLayout.Discover(Machines.V2Mounts, Machines.UserGroups, files);

        ShouldLack(layout, 2, "not given the cpu controller", "Delegate=cpu memory pids");
        layout.Problem!.Controllers.ShouldBe(["cpu"]);
        files.Enabled.ShouldBeEmpty();
    }

    [Fact]
    public void V2Machine_WithMemorySwitchedOff_IsToldTheCommandLine()
    {
        var files = new FakeCgroupFiles { Files = { ["/sys/fs/cgroup/cgroup.controllers"] = "cpuset cpu io pids\n" }, Writable = ["/sys/fs/cgroup"] };

        CgroupLayout layout = CgroupLayout.Discover(Machines.V2Mounts, Machines.RootGroups, files);

        ShouldLack(layout, 2, "no memory controller", "cgroup_enable=memory");
        layout.Problem!.Controllers.ShouldBe(["memory"]);
    }

    [Fact]
    public void V1Group_NotWritable_IsToldItsPathAndTheMendAndTheOthersAreUsed()
    {
        var files = new FakeCgroupFiles { Writable = ["/sys/fs/cgroup/memory/process_api/6cedc0e3", "/sys/fs/cgroup/cpu"] };

        CgroupLayout layout = CgroupLayout.Discover(Machines.V1Mounts, Machines.V1Groups, files);

        layout.Version.ShouldBe(1);
        layout.Problem!.Controllers.ShouldBe(["pids"]);
        layout.Problem.What.ShouldBe("/sys/fs/cgroup/pids is not writable");
        layout.Problem.Mend.ShouldContain("as root");
        layout.Problem.Mend.ShouldContain("chown");
        layout.Places.Select(static place => place.Controller).ShouldBe(["memory", "cpu"]);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("24 29 0:22 / /proc rw,nosuid - proc proc rw", "0::/\n")]
    public void Machine_WithNothingMounted_IsToldWhatToMount(string mounts, string groups) =>
        ShouldLack(CgroupLayout.Discover(mounts, groups, new FakeCgroupFiles()), 0, "memory controller", "mount -t cgroup2 cgroup2 /sys/fs/cgroup");

    [Fact]
    public void V1Machine_WithoutOneController_IsToldWhichAndUsesTheOthers()
    {
        CgroupLayout layout = CgroupLayout.Discover(
            string.Join('\n', Machines.V1Mounts.Split('\n').Where(static line => !line.Contains("/pids", StringComparison.Ordinal))),
            Machines.V1Groups,
            new FakeCgroupFiles { Writable = ["/sys/fs/cgroup/memory/process_api/6cedc0e3", "/sys/fs/cgroup/cpu"] });

        layout.Problem!.What.ShouldContain("pids controller");
        layout.Places.Select(static place => place.Controller).ShouldBe(["memory", "cpu"]);
    }

    [Theory]
    [InlineData(Machines.V2Mounts, "0::/../session-3.scope\n")]
    [InlineData(Machines.V2Mounts, "0::/..\n")]
    [InlineData(Machines.V1Mounts, "8:pids:/\n4:memory:/../..\n1:cpu:/\n")]
    public void OwnGroup_OutsideOfWhatIsMounted_IsNoPlace(string mounts, string groups)
    {
        var files = new FakeCgroupFiles
        {
            Files = { ["/sys/fs/cgroup/cgroup.controllers"] = Machines.AllControllers, ["/sys/fs/cgroup/cgroup.type"] = "domain\n" },
            Writable = ["/sys/fs/cgroup", "/sys/fs/cgroup/../session-3.scope", "/sys/fs/cgroup/..", "/sys/fs/cgroup/memory/../.."],
        };

        CgroupLayout layout = CgroupLayout.Discover(mounts, groups, files);

        layout.Problem!.What.ShouldContain("lies outside of");
        layout.Problem.Mend.ShouldContain("--cgroupns=private");
        layout.Places.ShouldAllBe(static place => !place.Directory.Contains("..", StringComparison.Ordinal));
    }

    private static void ShouldHave(CgroupLayout layout, int version, params string[] places)
    {
        layout.Problem.ShouldBeNull();
        layout.Version.ShouldBe(version);
        layout.Places.Select(static place => $"{place.Controller} {place.Directory}").ShouldBe(places);
    }

    private static void ShouldLack(CgroupLayout layout, int version, params string[] words)
    {
        layout.Version.ShouldBe(version);
        layout.Places.ShouldBeEmpty();
        foreach (string word in words)
        {
            $"{layout.Problem!.What}; {layout.Problem.Mend}".ShouldContain(word);
        }
    }
}
