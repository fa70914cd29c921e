using System.Globalization;

namespace Paddock.Bench;

/// <summary>Files of /proc that have a name and a number in each line.</summary>
internal static class ProcFile
{
    private const double KiBInMiB = 1024;

    /// <summary>Resident memory of a process, in MiB; 0 when it is gone.</summary>
    public static double ResidentMiB(int pid) => MiB(Read($"/proc/{pid}/status"), "VmRSS:");

    /// <summary>The text of a file; empty when it is gone or may not be read.</summary>
    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The line that begins with this, in MiB; 0 without one.</summary>
    public static double MiB(string text, string name) =>
        Fields(text, name) is [var kiB, ..] ? double.Parse(kiB, CultureInfo.InvariantCulture) / KiBInMiB : 0;

    /// <summary>What stands in the line that begins with this; empty without one.</summary>
    public static IReadOnlyList<string> Fields(string text, string name)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
            {
                return line[name.Length..].ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            }
        }

        return [];
    }
}
