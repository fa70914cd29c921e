using System.Globalization;

namespace Paddock.Bench;

/// <summary>Memory that the kernel counts for a server's cells: theirs and their templates', with page tables, sockets and scratch files.</summary>
internal sealed class CgroupMemory
{
    // version 1, version 2
    private static readonly string[] Files = ["memory.usage_in_bytes", "memory.current"];

    private readonly List<string> _files = [];

    /// <summary>The groups that a server has now; those of jails that start later are not among them.</summary>
    public CgroupMemory(int serverPid) => Find("/sys/fs/cgroup", $"paddock-{serverPid.ToString(CultureInfo.InvariantCulture)}-");

    /// <summary>Now, in MiB; NaN where no group counts memory.</summary>
    public double MiB => _files.Count == 0
        ? double.NaN
        : _files.Select(ProcFile.Read).Where(static text => text.Length > 0).Sum(static text => double.Parse(text, CultureInfo.InvariantCulture)) / (1024 * 1024);

    // A group counts what is below it.
    private void Find(string folder, string prefix)
    {
        var options = new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var group in Directory.EnumerateDirectories(folder, "*", options))
        {
            if (Path.GetFileName(group).StartsWith(prefix, StringComparison.Ordinal))
            {
                _files.AddRange(Files.Select(name => Path.Combine(group, name)).Where(File.Exists));
            }
            else if (!Path.GetFileName(group).StartsWith("paddock-", StringComparison.Ordinal))
            {
                Find(group, prefix);
            }
        }
    }
}
