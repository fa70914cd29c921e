using System.Globalization;

namespace Paddock.TestKit.Hosting;

/// <summary>What a server holds of its machine.</summary>
internal sealed class Footprint(IReadOnlyList<Holding> holdings)
{
    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _settleBound = TimeSpan.FromSeconds(30);

    public IReadOnlyList<Holding> Holdings { get; } = holdings;

    /// <summary>What is the server's own and can be counted exactly.</summary>
    public static Footprint Of(ServerProcess server)
    {
        var pid = server.ServerPid();
        var jails = server.Jails();
        return new Footprint(
        [
            new Holding("processes", ProcessTable.DescendantsOf(pid).Count, 0),
            new Holding("descriptors of the server", ProcessTable.CountDescriptors(pid), 0),
            new Holding("descriptors of its jails", jails.Sum(jail => (long)ProcessTable.CountDescriptors(jail.Pid)), 0),
            new Holding("control groups", Cgroups.OfServer(pid).Count, 0),
            new Holding("mounts that the server sees", ProcessTable.CountMounts(pid), 0),
            new Holding("mounts that its jails see", jails.Sum(jail => (long)ProcessTable.CountMounts(jail.Pid)), 0),
            new Holding("POSIX timers of server and jails", jails.Append(new ProcessInfo(pid, 0, "", 0)).Sum(process => (long)ProcessTable.CountTimers(process.Pid)), 0),
            new Holding("entries of the data directory", Directory.GetFileSystemEntries(server.DataDirectory, "*", SearchOption.AllDirectories).Length, 0),
        ]);
    }

    /// <summary>Waits until nothing runs and the own footprint has not changed for a second: pools fill in the background.</summary>
    public static async Task<Footprint> SettledAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        await server.BusyAsync(running: 0, queued: 0, cancellationToken);
        var last = Of(server);
        var since = TimeProvider.System.GetTimestamp();
        await Eventually.HoldsAsync(
            () =>
            {
                var now = Of(server);
                if (!now.Holdings.SequenceEqual(last.Holdings))
                {
                    last = now;
                    since = TimeProvider.System.GetTimestamp();
                }

                return TimeProvider.System.GetElapsedTime(since) > _quiet;
            },
            _settleBound,
            () => $"it goes on changing: {last}",
            cancellationToken);
        return last;
    }

    public Footprint And(IEnumerable<Holding> more) => new([.. Holdings, .. more]);

    /// <summary>Those things of which there is more than there was before, by more than their slack.</summary>
    public IReadOnlyList<string> MoreThan(Footprint before) =>
        [.. Holdings.Zip(before.Holdings).Where(pair => pair.First.Amount > pair.Second.Amount + pair.Second.Slack).Select(pair => pair.First.What)];

    /// <summary>A table with one column for each of <paramref name="footprints"/>.</summary>
    public static string Table(IReadOnlyList<string> titles, IReadOnlyList<Footprint> footprints)
    {
        var lines = new List<string> { Line("what", titles, "may grow by") };
        for (var row = 0; row < footprints[0].Holdings.Count; row++)
        {
            var first = footprints[0].Holdings[row];
            lines.Add(Line(first.What, footprints.Select(footprint => Show(footprint.Holdings[row].Amount)), Show(first.Slack)));
        }

        return string.Join('\n', lines);

        static string Show(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
        static string Line(string what, IEnumerable<string> cells, string slack) =>
            $"{what,-48}{string.Concat(cells.Select(cell => $"{cell,14}"))}{slack,14}";
    }

    public override string ToString() => string.Join(", ", Holdings.Select(holding => $"{holding.What} {holding.Amount}"));
}
