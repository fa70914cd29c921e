using System.Text.RegularExpressions;

namespace Paddock.TestKit.Hosting;

/// <summary>Control group directories that Paddock made: those with a part named <c>paddock…</c> in their path.</summary>
internal static class Cgroups
{
    private const string Root = "/sys/fs/cgroup";
    private const string Prefix = "paddock";

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

    /// <summary>Those of one server, also after it has ended: the ones that its processes are in, all below them, and all that carry its pid in their name.</summary>
    public static IReadOnlySet<string> OfServer(int serverPid)
    {
        var tops = Of(ProcessTable.DescendantsOf(serverPid)).Select(OurPart).ToHashSet();
        var pid = new Regex($@"(?<!\d){serverPid}(?!\d)");
        return All().Where(path => OurPart(path) is var part && (tops.Contains(part) || pid.IsMatch(part))).ToHashSet();
    }

    /// <summary>The topmost part of a path that is ours: all of one server, or of one of its jails, is below it.</summary>
    private static string OurPart(string path) => path.Split('/').First(part => part.StartsWith(Prefix, StringComparison.Ordinal));

    private static bool IsOurs(string path) =>
        path.Split('/').Any(part => part.StartsWith(Prefix, StringComparison.Ordinal));

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
