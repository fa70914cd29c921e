namespace Paddock.Sandbox.Tests.Cgroups;

/// <summary>Texts of /proc/self/mountinfo and /proc/self/cgroup, as machines have them.</summary>
internal static class Machines
{
    internal const string V1Mounts = """
        31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
        32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu
        33 31 0:30 / /sys/fs/cgroup/cpuacct rw,relatime - cgroup cgroup rw,cpuacct
        35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
        39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
        40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
        41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
        """;

    internal const string V1Groups = """
        9:name=systemd:/
        8:pids:/
        4:memory:/process_api/6cedc0e3
        2:cpuacct:/
        1:cpu:/
        0::/
        """;

    internal const string HybridMounts = """
        24 29 0:22 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw
        34 29 0:29 / /sys/fs/cgroup ro,nosuid,nodev,noexec shared:9 - tmpfs tmpfs ro,mode=755
        35 34 0:30 / /sys/fs/cgroup/unified rw,nosuid,nodev,noexec,relatime shared:10 - cgroup2 cgroup2 rw,nsdelegate
        36 34 0:31 / /sys/fs/cgroup/systemd rw,nosuid,nodev,noexec,relatime shared:11 - cgroup cgroup rw,xattr,name=systemd
        40 34 0:35 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid,nodev,noexec,relatime shared:16 - cgroup cgroup rw,cpu,cpuacct
        41 34 0:36 / /sys/fs/cgroup/memory rw,nosuid,nodev,noexec,relatime shared:17 master:1 - cgroup cgroup rw,memory
        42 34 0:37 / /sys/fs/cgroup/pids rw,nosuid,nodev,noexec,relatime shared:18 - cgroup cgroup rw,pids
        """;

    internal const string HybridGroups = """
        12:pids:/user.slice/user-0.slice/session-1.scope
        7:memory:/user.slice/user-0.slice/session-1.scope
        4:cpu,cpuacct:/user.slice
        1:name=systemd:/user.slice/user-0.slice/session-1.scope
        0::/user.slice/user-0.slice/session-1.scope
        """;

    internal const string V2Mounts = "30 24 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:4 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot";

    internal const string RootGroups = "0::/user.slice/user-0.slice/session-3.scope\n";

    internal const string UserGroups = "0::/user.slice/user-1000.slice/user@1000.service/app.slice/run-r1.scope\n";

    internal const string ContainerMounts = "1542 1541 0:26 /docker/4f0c /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime - cgroup2 cgroup rw";

    internal const string ContainerGroups = "0::/docker/4f0c/init\n";

    internal const string AllControllers = "cpuset cpu io memory hugetlb pids rdma misc\n";
}
