using System.Globalization;
using Paddock.Sandbox.Cgroups;

namespace Paddock.Sandbox.Jails;

/// <summary>How much memory a jail takes that only its end gives back: its template and its cells, without the pages of files they have read.</summary>
/// <param name="files">The cgroup file systems.</param>
internal sealed class JailMemory(ICgroupFiles files)
{
    // Version 1 counts the groups below under these names, version 2 under its only ones.
    private static readonly string[] s_version1 = ["total_rss", "total_shmem"];
    private static readonly string[] s_version2 = ["anon", "shmem"];

    /// <summary>Bytes; 0 when no group tells.</summary>
    internal long Read(IReadOnlyList<CgroupPlace> groups)
    {
        foreach (CgroupPlace group in groups)
        {
            if (group.Controller is "memory" or "unified")
            {
                return Sum(files.Read(Path.Combine(group.Directory, "memory.stat")), group.Controller == "memory" ? s_version1 : s_version2);
            }
        }

        return 0;
    }

    private static long Sum(string stat, string[] names)
    {
        long sum = 0;
        foreach (ReadOnlySpan<char> line in stat.AsSpan().EnumerateLines())
        {
            int space = line.IndexOf(' ');
            if (space > 0 && names.Contains(line[..space].ToString()) && long.TryParse(line[(space + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes))
            {
                sum += bytes;
            }
        }

        return sum;
    }
}
