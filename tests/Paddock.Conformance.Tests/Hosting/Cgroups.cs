namespace Paddock.Conformance.Tests.Hosting;

/// <summary>Control group directories that Paddock made: those with a part named <c>paddock…</c> in their path.</summary>
internal static class Cgroups
{
    private const string Root = "/sys/fs/cgroup";

    /// <summary>All of this machine, whichever server made them.</summary>
    public static IReadOnlySet<string> All()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([Root]);
        while (open.TryDequeue(out var directory))
        {
            foreach (var child in List(directory))
            {
                open.Enqueue(child);
                if (IsOurs(child))
                {
                    found.Add(child);
                }
            }
        }

        return found;
    }

    /// <summary>Those that the given processes are in, on every hierarchy.</summary>
    public static IReadOnlySet<string> Of(IEnumerable<ProcessInfo> processes)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var process in processes)
        {
            foreach (var line in (ProcessTable.TryReadText($"/proc/{process.Pid}/cgroup") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                // "id:controllers:path"; version 2 has no controllers, and stands in a folder of its own on a mixed machine.
                var parts = line.Split(':', 3);
                var mounts = parts[1].Length == 0 ? ["", "unified"] : new[] { parts[1], parts[1].Split('=')[^1] }.Concat(parts[1].Split(','));
                found.UnionWith(mounts.Select(mount => Path.Join(Root, mount, parts[2])).Where(path => IsOurs(path) && Directory.Exists(path)));
            }
        }

        return found;
    }

    /// <summary>How many directories there are under the groups that the given processes are in, seen from the topmost one of ours.</summary>
    public static int CountAround(IEnumerable<ProcessInfo> processes) =>
        Of(processes).Select(Top).Distinct().Sum(top => Directory.Exists(top) ? All().Count(path => path.StartsWith(top, StringComparison.Ordinal)) : 0);

    private static string Top(string path)
    {
        var parts = path.Split('/');
        return string.Join('/', parts[..(Array.FindIndex(parts, part => part.StartsWith("paddock", StringComparison.Ordinal)) + 1)]);
    }

    private static bool IsOurs(string path) =>
        path.Split('/').Any(part => part.StartsWith("paddock", StringComparison.Ordinal));

    private static string[] List(string directory)
    {
        try
        {
            return [.. new DirectoryInfo(directory).EnumerateDirectories().Where(child => child.LinkTarget is null).Select(child => child.FullName)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
