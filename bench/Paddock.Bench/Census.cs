using System.Diagnostics;
using System.Globalization;

namespace Paddock.Bench;

/// <summary>What the server holds of the machine at one moment. After the load it should hold what it held before.</summary>
/// <param name="Processes">The server and everything under it.</param>
/// <param name="Descriptors">Open file descriptors of the server.</param>
/// <param name="Cgroups">Folders under /sys/fs/cgroup whose path has a part that begins with paddock, over all hierarchies.</param>
/// <param name="Mounts">Mounts in this mount namespace.</param>
/// <param name="ServerMiB">Resident memory of the server process.</param>
internal sealed record Census(int Processes, int Descriptors, int Cgroups, int Mounts, double ServerMiB)
{
    private const int SameInARow = 4;

    private static readonly TimeSpan RestLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Pools refill and cells are taken away behind the answer: counts when nothing has changed for a while.</summary>
    public static Census AtRest(int serverPid, CancellationToken cancellationToken) => AtRest(serverPid, RestLimit, cancellationToken);

    /// <summary>The same, with more patience.</summary>
    public static Census AtRest(int serverPid, TimeSpan limit, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var never = new ManualResetEventSlim();
        var (last, same) = (Take(serverPid), 0);
        while (same < SameInARow && clock.Elapsed < limit)
        {
            never.Wait(Poll, cancellationToken);
            var now = Take(serverPid);
            same = (now.Processes, now.Descriptors) == (last.Processes, last.Descriptors) ? same + 1 : 0;
            last = now;
        }

        return last;
    }

    public static Census Take(int serverPid) => new(
        1 + Descendants(serverPid),
        Directory.GetFileSystemEntries($"/proc/{serverPid}/fd").Length,
        CountCgroups(),
        File.ReadLines("/proc/self/mountinfo").Count(),
        ResidentMiB(serverPid));

    private static int Descendants(int pid)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Parent: ParentOf(id)))
            .ToLookup(pair => pair.Parent, pair => pair.Id);
        return Count(pid);

        int Count(int parent) => children[parent].Sum(child => 1 + Count(child));
    }

    // The fourth field of stat; the second, the name, may hold anything, so the search starts behind its bracket. 0 when it is gone.
    private static int ParentOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static int CountCgroups()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return Directory.EnumerateDirectories("/sys/fs/cgroup", "*", options).Count(path => path.Contains("/paddock", StringComparison.Ordinal));
    }

    private static double ResidentMiB(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(text => text.StartsWith("VmRSS:", StringComparison.Ordinal)) ?? "VmRSS: 0 kB";
        return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
