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
