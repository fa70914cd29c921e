using System.Globalization;
using Paddock.TestKit.Hosting;

namespace Paddock.Endurance.Tests.Audit;

/// <summary>What the kernel counts for the whole machine, where a thing that no process holds any more would still be seen.</summary>
internal static class Machine
{
    /// <summary>Others use this machine too, and its allocators give back late; one that leaks at every twentieth execution is over this by far.</summary>
    private const int Slack = 1_000;

    /// <summary>Servers beside this one take so much and give it back; a tmpfs that stays would show as kernel objects, too.</summary>
    private const int SlackKiB = 512 * 1024;

    /// <summary>Kernel objects that have no list elsewhere: a namespace, a mount or a socket may live on without a process.</summary>
    private static readonly string[] _slabs =
        ["net_namespace", "user_namespace", "pid_namespace", "uts_namespace", "mnt_cache", "sock_inode_cache", "shmem_inode_cache", "task_struct"];

    public static IEnumerable<Holding> Holdings()
    {
        foreach (var line in Lines("/proc/cgroups").Where(line => line is ["memory" or "pids", ..]))
        {
            // Version 1 counts the dying ones with the others.
            yield return new Holding($"control groups of {line[0]}, dying ones too", Number(line[2]), Slack);
        }

        foreach (var line in Lines("/sys/fs/cgroup/cgroup.stat"))
        {
            yield return new Holding($"control groups, {line[0]}", Number(line[1]), Slack);
        }

        // Only root may read it.
        foreach (var line in Lines("/proc/slabinfo").Where(line => _slabs.Contains(line[0])).OrderBy(line => Array.IndexOf(_slabs, line[0])))
        {
            yield return new Holding($"kernel objects: {line[0]}", Number(line[1]), Slack);
        }

        foreach (var line in Lines("/proc/net/sockstat").Where(line => line is ["sockets:", ..]))
        {
            yield return new Holding("sockets of the host's network", Number(line[2]), Slack);
        }

        foreach (var line in Lines("/proc/meminfo").Where(line => line is ["Shmem:" or "KernelStack:" or "PageTables:", ..]))
        {
            yield return new Holding($"{line[0]} KiB", Number(line[1]), SlackKiB);
        }
    }

    private static IEnumerable<string[]> Lines(string path) =>
        (ProcessTable.TryReadText(path) ?? "").Split('\n').Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 1);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
