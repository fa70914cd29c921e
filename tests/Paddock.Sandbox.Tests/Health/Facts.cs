using Paddock.Sandbox.Cgroups;
using Paddock.Sandbox.Health;

namespace Paddock.Sandbox.Tests.Health;

/// <summary>Facts of a machine that has everything, to take things away from.</summary>
internal static class Facts
{
    private static readonly string[] s_steps =
    [
        "system-calls", "thread-id", "user-namespace", "mount-namespace", "pid-namespace", "network-namespace", "ipc-namespace", "uts-namespace",
        "cgroup-namespace", "own-pids", "namespaces", "tmpfs", "root", "ids", "cell", "cgroup\tok\t400", "swap-limit", "cell-mounts", "rlimits", "capabilities",
        "no-new-privs", "landlock\tok\t7", "seccomp", "seccomp-listener", "cage", "door",
    ];

    private static readonly CgroupLayout s_cgroups = new(2, [new CgroupPlace("unified", "/sys/fs/cgroup")], null);

    internal static MachineFacts All { get; } = new(ProbeReport.Parse(Text()), s_cgroups, 0, new SandboxOptions())
    {
        Release = "6.1.0-18-cloud-amd64",
        Files = new Dictionary<string, string>
        {
            ["/proc/self/limits"] = "Max open files            1024                 1048576              files     \n",
            ["/proc/meminfo"] = "MemTotal: 4000000 kB\nMemAvailable: 2000000 kB\nSwapTotal: 0 kB\n",
            ["/proc/self/uid_map"] = "         0          0 4294967295\n",
            ["/etc/passwd"] = "root:x:0:0:root:/root:/bin/bash\nann:x:1000:1000::/home/ann:/bin/sh\n",
            ["/etc/subuid"] = "ann:100000:65536\n",
        },
    };

    internal static MachineFacts User => All with { Uid = 1000 };

    /// <summary>A machine on which one step fails, and none of those that come after it in the jail can be tried.</summary>
    internal static MachineFacts Failing(this MachineFacts facts, string step, string detail, bool ends = true) =>
        facts with { Probe = ProbeReport.Parse(Text(step, detail, ends)) };

    internal static MachineFacts With(this MachineFacts facts, string path, string text) =>
        facts with { Files = new Dictionary<string, string>(facts.Files) { [path] = text } };

    private static string Text(string? failing = null, string detail = "", bool ends = false)
    {
        List<string> lines = [];
        foreach (string step in s_steps)
        {
            if (step.Split('\t')[0] == failing)
            {
                lines.Add($"{failing}\tmissing\t{detail}");
                if (ends)
                {
                    break;
                }
            }
            else
            {
                lines.Add(step.Contains('\t', StringComparison.Ordinal) ? step : step + "\tok\t");
            }
        }

        return string.Join('\n', lines);
    }
}
