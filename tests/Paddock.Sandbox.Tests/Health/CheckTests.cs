using Paddock.Core.Health;
using Paddock.Sandbox.Cgroups;
using Paddock.Sandbox.Health;
using Paddock.Sandbox.Health.Checks;

namespace Paddock.Sandbox.Tests.Health;

/// <summary>What each check says of a machine that lacks something: what, what it costs, and what mends it.</summary>
public sealed class CheckTests
{
    private static readonly ICheck[] s_checks =
    [
        new KernelCheck(), new UidCheck(), StepsCheck.Privileges, new NamespaceCheck(), new RootCheck(), StepsCheck.Seccomp, new LandlockCheck(),
        new CgroupCheck(), StepsCheck.Rlimits, new NetworkCheck(), new OpenFilesCheck(), new MemoryCheck(),
    ];

    [Theory]
    [InlineData(0u)]
    [InlineData(1000u)]
    public void Machine_WithEverything_IsFine(uint uid) => s_checks.Select(check => check.Examine(Facts.All with { Uid = uid }))
        .ShouldAllBe(static finding => finding.State == FindingState.Fine && finding.Cost == "" && finding.Mend == "" && !finding.Sentence.Contains('\n'));

    [Fact]
    public void Machine_ThatSaysNothing_FailsEveryCheckOfTheCage()
    {
        MachineFacts silent = Facts.All with { Probe = ProbeReport.Parse("") };
        foreach (ICheck check in s_checks.Where(static check => check is not (UidCheck or OpenFilesCheck or MemoryCheck)))
        {
            check.Examine(silent).IsFailure.ShouldBeTrue(check.ToString());
        }
    }

    [Fact]
    public void Kernel_BeforeMountSetattr_IsNamedWithAnUpdate() => ShouldLack(
        new KernelCheck(),
        (Facts.All with { Release = "5.10.0-28-amd64" }).Failing("system-calls", "mount_setattr"),
        "Linux 5.10.0-28-amd64", "does not know mount_setattr", "nothing can be caged", "Linux 5.13 or newer", "apt-get install linux-image-amd64");

    [Fact]
    public void Kernel_WithoutTheThreadId_IsToldItsSetting() => ShouldLack(
        new KernelCheck(), Facts.All.Failing("thread-id", "", ends: false), "thread id", "CONFIG_CHECKPOINT_RESTORE=y");

    [Fact]
    public void Processor_OfAnotherKind_IsToldSo() => ShouldLack(new KernelCheck(), Facts.All with { Architecture = "arm64" }, "arm64", "x86-64");

    [Fact]
    public void Uids_OutsideOfTheMap_AreNamedWithTheMap() => ShouldLack(
        new UidCheck(),
        Facts.All.Failing("user-namespace", "become uid 70000: Operation not permitted", ends: false).With("/proc/self/uid_map", "         0     100000      65536\n"),
        "70000 to 71023", "65536 from 0", "cells would run as root", "--Paddock:Sandbox:FirstUid");

    [Theory]
    [InlineData("/etc/passwd", "bob:x:70001:70001::/home/bob:/bin/sh\n", "the account bob")]
    [InlineData("/etc/subuid", "bob:65536:65536\n", "bob by /etc/subuid")]
    public void Uids_ThatSomebodyHas_AreWeak(string path, string text, string owner)
    {
        Finding finding = new UidCheck().Examine(Facts.All.With(path, text));
        finding.State.ShouldBe(FindingState.Weak);
        finding.Sentence.ShouldContain(owner);
        finding.Mend.ShouldContain("FirstUid");
    }

    [Theory]
    [InlineData("/proc/sys/kernel/unprivileged_userns_clone", "0\n", "unshare: Operation not permitted", "sysctl -w kernel.unprivileged_userns_clone=1")]
    [InlineData("/proc/sys/user/max_user_namespaces", "0\n", "unshare: No space left on device", "sysctl -w user.max_user_namespaces=15000")]
    [InlineData("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n", "unshare: Permission denied", "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0")]
    [InlineData("/.dockerenv", "", "unshare: Operation not permitted", "--security-opt seccomp=unconfined")]
    [InlineData("/none", "", "unshare: Invalid argument", "CONFIG_NAMESPACES")]
    [InlineData("/none", "", "unshare: Operation not permitted", "RestrictNamespaces=")]
    public void UserNamespace_Refused_IsToldTheCauseAndTheCommand(string path, string text, string detail, string mend) =>
        ShouldLack(new NamespaceCheck(), Facts.User.Failing("user-namespace", detail, ends: false).With(path, text), "user cannot be made", detail, "a cell would see the host", mend);

    [Fact]
    public void NetworkNamespaces_UsedUp_AreToldTheirOwnLimit() => ShouldLack(
        new NamespaceCheck(), Facts.All.Failing("network-namespace", "unshare: No space left on device", ends: false).With("/proc/sys/user/max_net_namespaces", "0\n"), "sysctl -w user.max_net_namespaces=15000");

    [Fact]
    public void Cell_ThatCannotBeCloned_IsToldTheReason() =>
        ShouldLack(new NamespaceCheck(), Facts.User.Failing("cell", "clone a cell: Operation not permitted"), "not all together", "clone a cell");

    [Fact]
    public void Proc_PartlyCovered_IsToldWhatToUnmount() => ShouldLack(
        new RootCheck(),
        Facts.User.Failing("root", "mount /proc: Operation not permitted").With("/proc/self/mountinfo", "1 2 0:3 / /proc rw - proc proc rw\n4 1 0:5 / /proc/sys ro - tmpfs none rw\n"),
        "/proc/sys mounted over", "a cell would see the host's files", "sudo umount /proc/sys");

    [Fact]
    public void Proc_InAContainer_IsToldTheContainersOptions() => ShouldLack(
        new RootCheck(), Facts.User.Failing("root", "mount /proc: Operation not permitted").With("/.dockerenv", ""), "container", "systempaths=unconfined");

    [Fact]
    public void Seccomp_NotInTheKernel_IsToldItsSetting() => ShouldLack(
        StepsCheck.Seccomp, Facts.All.Failing("seccomp", "install the seccomp allow-list: Invalid argument"), "allow-list", "every system call", "CONFIG_SECCOMP_FILTER=y");

    [Fact]
    public void Cage_ThatIsNotWhatItShouldBe_FailsPrivileges() =>
        ShouldLack(StepsCheck.Privileges, Facts.All.Failing("cage", "the cell's CapEff: is not 0000000000000000: Operation not permitted"), "CapEff", "a cell would keep rights");

    [Fact]
    public void Loopback_ThatDoesNotComeUp_FailsTheNetworkAndNotTheRoot()
    {
        MachineFacts facts = Facts.All.Failing("cell-mounts", "bring up the cell's loopback: Operation not permitted");
        ShouldLack(new NetworkCheck(), facts, "bring up the cell's loopback", "no loopback");
        new RootCheck().Examine(facts).State.ShouldBe(FindingState.Fine);
    }

    [Fact]
    public void Door_ThatCannotBeOpened_IsLessThanThereCouldBe()
    {
        Finding finding = new NetworkCheck().Examine(Facts.All.Failing("door", "route IPv4 to the loopback: Operation not supported"));
        finding.State.ShouldBe(FindingState.Weak);
        ShouldContain(finding, "no egress door", "route IPv4 to the loopback", "calls with http.allow fail");
    }

    [Fact]
    public void Scratch_ThatCannotBeMounted_FailsTheRootAndNotTheNetwork()
    {
        MachineFacts facts = Facts.All.Failing("cell-mounts", "mount the cell's /tmp: Operation not permitted");
        ShouldLack(new RootCheck(), facts, "mount the cell's /tmp");
        new NetworkCheck().Examine(facts).State.ShouldBe(FindingState.Untried);
    }

    [Fact]
    public void Landlock_NotInTheKernel_IsMissingAndCanBeDoneWithout()
    {
        Finding finding = new LandlockCheck().Examine(Facts.All.Failing("landlock", "0", ends: false));
        finding.State.ShouldBe(FindingState.Missing);
        ShouldContain(finding, "none in this kernel, Linux 6.1.0-18-cloud-amd64", "second wall", "CONFIG_SECURITY_LANDLOCK=y");
    }

    [Fact]
    public void Landlock_NotAmongTheModules_IsToldTheCommandLine() => ShouldContain(
        new LandlockCheck().Examine(Facts.All.Failing("landlock", "0", ends: false).With("/sys/kernel/security/lsm", "lockdown,yama,apparmor\n")),
        "its security modules are lockdown,yama,apparmor", "boot with lsm=landlock,lockdown,yama,apparmor");

    [Fact]
    public void Landlock_ThatCannotBeEntered_IsRequired() => ShouldLack(
        new LandlockCheck(), Facts.All.Failing("landlock", "landlock rule for /src: No such file or directory", ends: false), "rule for /src");

    [Theory]
    [InlineData(1, "ABI 1 of 7: files; renames and links across folders need 2 (Linux 5.19), truncate 3 (Linux 6.2), device ioctls 5 (Linux 6.10), signals and abstract sockets 6 (Linux 6.12), quiet audit 7 (Linux 6.15); the mounts and namespaces stand in front")]
    [InlineData(2, "ABI 2 of 7: files, renames and links across folders; truncate needs 3 (Linux 6.2), device ioctls 5 (Linux 6.10), signals and abstract sockets 6 (Linux 6.12), quiet audit 7 (Linux 6.15); the mounts and namespaces stand in front")]
    [InlineData(4, "ABI 4 of 7: files, renames and links across folders, truncate; device ioctls need 5 (Linux 6.10), signals and abstract sockets 6 (Linux 6.12), quiet audit 7 (Linux 6.15); the mounts and namespaces stand in front")]
    [InlineData(7, "ABI 7 of 7: files, renames and links across folders, truncate, device ioctls, signals and abstract sockets, quiet audit")]
    public void Landlock_OfEachAbi_IsARungOfTheLadder(int abi, string text) => LandlockLadder.Judge(abi).ShouldBe(new Finding("landlock", FindingState.Fine, text));

    [Fact]
    public void Cgroups_WithAProblem_SayWhatIsUnlimited()
    {
        Finding finding = new CgroupCheck().Examine(Facts.All with { Cgroups = new CgroupLayout(1, [new CgroupPlace("memory", "/m")], new CgroupProblem(["pids", "cpu"], "/p is not writable", "chown /p")) });
        finding.State.ShouldBe(FindingState.Missing);
        finding.Sentence.ShouldBe("no pids and cpu controller: /p is not writable. Costs: nothing limits a cell's processes and CPU time: one call can take the machine down. Mend: chown /p");
    }

    [Fact]
    public void Cgroup_ThatCannotBeEntered_IsMissing()
    {
        Finding finding = new CgroupCheck().Examine(Facts.User.Failing("cgroup", "enter cgroup unified/probe: Permission denied", ends: false));
        finding.State.ShouldBe(FindingState.Missing);
        ShouldContain(finding, "enter cgroup unified/probe: Permission denied", "nothing limits", "systemd-run --user --scope -p Delegate=yes");
    }

    [Fact]
    public void Swap_WithoutAccounting_IsWeakOnlyWhereThereIsSwap()
    {
        MachineFacts facts = Facts.All.Failing("swap-limit", "", ends: false);
        new CgroupCheck().Examine(facts).State.ShouldBe(FindingState.Fine);
        Finding finding = new CgroupCheck().Examine(facts.With("/proc/meminfo", "SwapTotal:  975868 kB\n"));
        finding.State.ShouldBe(FindingState.Weak);
        ShouldContain(finding, "no swap accounting", "swapaccount=1");
    }

    [Fact]
    public void Cgroup_ThatIsSlowToEnter_IsWeakWithTheMountOption() => ShouldContain(
        new CgroupCheck().Examine(Facts.All with { Probe = ProbeReport.Parse("cgroup\tok\t30000\nswap-limit\tok\t") }), "took 30 ms", "favordynmods");

    [Fact]
    public void OpenFiles_TooFew_SayForHowManyCells() => ShouldContain(
        new OpenFilesCheck().Examine(Facts.All.With("/proc/self/limits", "Max open files            1024                 1100              files\n")), "1100, enough for 225 of 2200 cells", "429", "LimitNOFILE=");

    [Fact]
    public void Memory_TooLittle_IsWeak() =>
        new MemoryCheck().Examine(Facts.All.With("/proc/meminfo", "MemAvailable: 204800 kB\n")).Sentence.ShouldStartWith("200 MiB available, less than 512. Costs: ");

    [Fact]
    public void Complaint_OfAHelper_IsTheDetailOfWhatFailsNext()
    {
        ProbeReport report = ProbeReport.Parse("cell\tok\t\npaddock-jail: mount the cell's /tmp: Operation not permitted\npaddock-jail: furnish the cell: Operation not permitted\ncell-mounts\tmissing\tmount in the cell: Operation not permitted\n");
        report.FirstFailure("cell", "cell-mounts").ShouldBe(("cell-mounts", "mount the cell's /tmp: Operation not permitted"));
        report.Works("cell").ShouldBeTrue();
        report.Tried("cell", "cage").ShouldBeFalse();
    }

    private static void ShouldLack(ICheck check, MachineFacts facts, params string[] words)
    {
        Finding finding = check.Examine(facts);
        finding.State.ShouldBe(FindingState.Lacking, finding.Sentence);
        finding.Cost.ShouldNotBeEmpty();
        finding.Mend.ShouldNotBeEmpty();
        ShouldContain(finding, words);
    }

    private static void ShouldContain(Finding finding, params string[] words)
    {
        foreach (string word in words)
        {
            finding.Sentence.ShouldContain(word);
        }
    }
}
