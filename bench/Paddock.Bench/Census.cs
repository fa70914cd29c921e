using System.Diagnostics;
using System.Globalization;

namespace Paddock.Bench;

/// <summary>What the server holds of the machine at one moment. After the load it should hold what it held before.</summary>
/// <param name="Processes">The server and everything under it.</param>
/// <param name="Descriptors">Open file descriptors of the server.</param>
/// <param name="Cgroups">Control groups of the server, over all hierarchies.</param>
/// <param name="Mounts">Mounts that the server sees, which are the machine's, and that its jails see.</param>
/// <param name="ServerMiB">Resident memory of the server process.</param>
internal sealed record Census(int Processes, int Descriptors, int Cgroups, int Mounts, double ServerMiB)
{
    private const int SameInARow = 4;

    private static readonly TimeSpan RestLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Pools refill and cells are taken away behind the answer: counts when nothing has changed for a while.</summary>
    public static Census AtRest(int serverPid, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var never = new ManualResetEventSlim();
        var (last, same) = (Take(serverPid), 0);
        while (same < SameInARow && clock.Elapsed < RestLimit)
        {
            never.Wait(Poll, cancellationToken);
            var now = Take(serverPid);
            same = (now.Processes, now.Descriptors) == (last.Processes, last.Descriptors) ? same + 1 : 0;
            last = now;
        }

        return last;
    }

    public static Census Take(int serverPid)
    {
        var below = ProcessTree.Below(serverPid);
        var jails = below.Where(static pid => ProcFile.Read($"/proc/{pid}/comm").StartsWith("paddock-jail", StringComparison.Ordinal));
        return new Census(
            1 + below.Count,
            Directory.GetFileSystemEntries($"/proc/{serverPid}/fd").Length,
            CountCgroups(serverPid),
            jails.Append(serverPid).Sum(static pid => MountPoints(pid).Count),
            ProcFile.ResidentMiB(serverPid));
    }

    /// <summary>Where something is mounted in the mount namespace of a process.</summary>
    public static IReadOnlyList<string> MountPoints(int pid) =>
        [.. ProcFile.Read($"/proc/{pid}/mountinfo").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ')[4])];

    // A group that leaked has no process to tell whose it is, but the name of the group has the server's id.
    private static int CountCgroups(int serverPid)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"/paddock-{serverPid}-");
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return Directory.EnumerateDirectories("/sys/fs/cgroup", "*", options).Count(path => path.Contains(name, StringComparison.Ordinal));
    }
}
