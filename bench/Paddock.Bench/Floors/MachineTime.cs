using System.Globalization;

namespace Paddock.Bench.Floors;

/// <summary>CPU time that the whole machine has been busy, in milliseconds: every process and the kernel's own threads.</summary>
internal static class MachineTime
{
    private const double MillisecondsATick = 10;

    public static double Busy() => Parse(File.ReadLines("/proc/stat").First());

    /// <summary>What the first line of <c>/proc/stat</c> says: all but idle, waiting for disks, and what guests took, which users have in theirs.</summary>
    public static double Parse(string line)
    {
        var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]) * MillisecondsATick;
    }
}
