using System.Globalization;

namespace Paddock.Bench.Floors;

/// <summary>CPU time of a process and of everything below it: of those that live, and of those that were waited for.</summary>
/// <param name="Own">Milliseconds of the process alone.</param>
/// <param name="Others">Milliseconds of what is below it, living or waited for.</param>
internal readonly record struct TreeTime(double Own, double Others)
{
    // USER_HZ is part of Linux's interface: 100 on every machine that .NET runs on
    private const double MillisecondsATick = 10;

    public double Total => Own + Others;

    public static TreeTime operator -(TreeTime after, TreeTime before) => new(after.Own - before.Own, after.Others - before.Others);

    public static TreeTime Of(int pid)
    {
        var all = Directory.EnumerateDirectories("/proc")
            .Select(static folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(static id => id > 0)
            .Select(static id => (Id: id, Stat: Read(id)))
            .Where(static one => one.Stat is not null)
            .ToDictionary(static one => one.Id, static one => one.Stat!.Value);
        var children = all.ToLookup(static one => one.Value.Parent, static one => one.Key);
        var own = all.TryGetValue(pid, out var root) ? root : throw new BenchException("the server has ended");
        return new TreeTime(own.Own, own.WaitedFor + children[pid].Sum(Below));

        double Below(int id) => all[id].Own + all[id].WaitedFor + children[id].Sum(Below);
    }

    /// <summary>What a line of <c>/proc/PID/stat</c> says. The second field, the name, may hold anything, so the rest is what is behind its last bracket.</summary>
    public static (int Parent, double Own, double WaitedFor) Parse(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (int.Parse(fields[1], CultureInfo.InvariantCulture), Time(11) + Time(12), Time(13) + Time(14));

        double Time(int field) => double.Parse(fields[field], CultureInfo.InvariantCulture) * MillisecondsATick;
    }

    // null when it is gone
    private static (int Parent, double Own, double WaitedFor)? Read(int pid)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{pid}/stat"));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
