using System.Globalization;

namespace Paddock.TestKit.Hosting;

/// <summary>What /proc says about the processes of this machine.</summary>
internal static class ProcessTable
{
    public const string JailName = "paddock-jail";

    public static IReadOnlyList<ProcessInfo> All()
    {
        var found = new List<ProcessInfo>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Read(pid) is { } process)
            {
                found.Add(process);
            }
        }

        return found;
    }

    public static IReadOnlyList<ProcessInfo> DescendantsOf(int pid)
    {
        var children = All().ToLookup(process => process.ParentPid);
        var found = new List<ProcessInfo>();
        var open = new Queue<int>([pid]);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in children[parent])
            {
                found.Add(child);
                open.Enqueue(child.Pid);
            }
        }

        return found;
    }

    public static bool IsAlive(ProcessInfo process) => Read(process.Pid)?.StartTime == process.StartTime;

    /// <summary>Number of open file descriptors, or 0 when the process is gone or not ours to look at.</summary>
    public static int CountDescriptors(int pid)
    {
        try
        {
            // .NET keeps a descriptor of each library, whenever it comes to load it.
            return Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd")
                .Count(entry => new FileInfo(entry).LinkTarget?.EndsWith(".dll", StringComparison.Ordinal) != true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    public static int CountMounts(int pid) => TryReadText($"/proc/{pid}/mountinfo")?.Split('\n').Length ?? 0;

    public static int CountTimers(int pid) => (TryReadText($"/proc/{pid}/timers") ?? "").Split('\n').Count(line => line.StartsWith("ID:", StringComparison.Ordinal));

    public static string? TryReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The process with this id, or null when there is none.</summary>
    public static ProcessInfo? Read(int pid)
    {
        // "pid (name) state ppid …": the name may hold blanks and parentheses, so the fields are counted from the last ')'.
        if (TryReadText($"/proc/{pid}/stat") is not { } stat || stat.LastIndexOf(')') is var end && end < 0)
        {
            return null;
        }

        var fields = stat[(end + 2)..].Split(' ');
        return new ProcessInfo(
            pid,
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..end],
            long.Parse(fields[19], CultureInfo.InvariantCulture));
    }
}
