using System.Diagnostics;
using System.Globalization;

namespace Paddock.Bench.Rows;

/// <summary>
/// Very many executions on a server of their own, and what it holds at rest before and after: everything must be where it began. Templates are
/// replaced meanwhile, as by default after 20,000 cells.
/// </summary>
internal sealed class SteadyRow(BenchOptions options) : Row
{
    /// <summary>
    /// What the server may have more at the end, for the collector keeps what it once needed and code is compiled again when it has run often: 40
    /// MiB came and went in the leak audit of the tests. A leak of a kilobyte an execution is twice that at the full length.
    /// </summary>
    private const double ToleranceMiB = 48;

    /// <summary>Who sends what: clients, and how many in a hundred executions.</summary>
    private static readonly (Workload Workload, int Clients, int Percent)[] Mix = [(Workload.Python, 12, 80), (Workload.JavaScript, 2, 10), (Workload.TypeScript, 2, 10)];

    /// <summary>Before the first count: everything compiled, every buffer at its size, the first of each file opened.</summary>
    private const int WarmUp = 2_000;

    /// <summary>The pools forget a peak within half a minute, and old templates go when their last cell has.</summary>
    private static readonly TimeSpan RestPatience = TimeSpan.FromMinutes(3);

    private Census? _before;
    private Census? _after;
    private IReadOnlyList<string> _newMounts = [];
    private TimeSpan _took;
    private int _done;

    public override string Name => "steady";

    public override IEnumerable<Line> Lines => new[] { ("before", _before), ("after", _after) }.Where(static one => one.Item2 is not null).Select(one => new Line(
        Name, one.Item1, $"{one.Item1} {_done:N0} executions", new Figure("processes", one.Item2!.Processes), new Figure("descriptors", one.Item2.Descriptors),
        new Figure("cgroups", one.Item2.Cgroups), new Figure("mounts", one.Item2.Mounts), new Figure("server_mib", one.Item2.ServerMiB)));

    public override IEnumerable<Target> Targets =>
    [
        More("processes", static census => census.Processes, "", 0),
        More("descriptors", static census => census.Descriptors, "", 0),
        More("control groups", static census => census.Cgroups, "", 0),
        More("mounts", static census => census.Mounts, "", 0),
        More("memory of the server", static census => census.ServerMiB, "MiB", ToleranceMiB),
        new(Name, "lost", _after is null ? double.NaN : Wrong, "", 0),
    ];

    public override IEnumerable<string> Notes =>
    [
        .. _after is null ? [] : new[] { string.Create(CultureInfo.InvariantCulture, $"{_done:N0} executions took {_took.TotalSeconds:0} s, {_done / _took.TotalSeconds:0} a second") },
        .. _newMounts.Select(static point => $"the machine has a mount at {point} that it did not have before, the server's or another program's"),
    ];

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        if (round > 0)
        {
            return;
        }

        using var server = BenchServer.Start(options, Name, [], cancellationToken);
        var idle = Census.AtRest(server.Pid, cancellationToken);
        Execute(server, Math.Min(WarmUp, options.Steady), cancellationToken);
        _before = Rested(server, census => census.Processes <= idle.Processes, cancellationToken);
        var mounts = Census.MountPoints(server.Pid);
        var clock = Stopwatch.StartNew();
        _done = Execute(server, options.Steady, cancellationToken);
        _took = clock.Elapsed;
        _after = Rested(server, IsAsBefore, cancellationToken);
        _newMounts = [.. Census.MountPoints(server.Pid).Except(mounts)];
    }

    private bool IsAsBefore(Census now) =>
        now.Processes <= _before!.Processes && now.Descriptors <= _before.Descriptors && now.Cgroups <= _before.Cgroups && now.Mounts <= _before.Mounts;

    // The last count when it never comes to rest.
    private static Census Rested(BenchServer server, Func<Census, bool> isRest, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        Census now;
        do
        {
            now = Census.AtRest(server.Pid, cancellationToken);
        }
        while (!isRest(now) && clock.Elapsed < RestPatience);

        return now;
    }

    // Every language at the same time; the right answers.
    private int Execute(BenchServer server, int executions, CancellationToken cancellationToken)
    {
        var loads = Mix.Select(part => (part.Clients, Each: (int)Math.Ceiling(executions * (part.Percent / 100.0) / part.Clients), Load: Load(server, part.Workload))).ToList();
        var threads = loads.ConvertAll(part => new Thread(() => CountIn(part.Load, part.Clients, part.Each, cancellationToken)));
        return Progress.While(Name, () => $"{loads.Sum(static part => part.Load.Right):N0} of {executions:N0} executions", () =>
        {
            threads.ForEach(static thread => thread.Start());
            threads.ForEach(static thread => thread.Join());
            cancellationToken.ThrowIfCancellationRequested();
            return loads.Sum(static part => part.Load.Right);
        });
    }

    // What went wrong is counted by the load; an end of the run is thrown once, by who waits.
    private static void CountIn(LoadGenerator load, int clients, int each, CancellationToken cancellationToken)
    {
        try
        {
            load.Count(clients, each, cancellationToken);
        }
        catch (Exception end) when (end is OperationCanceledException or BenchException)
        {
        }
    }

    private Target More(string what, Func<Census, double> figure, string unit, double most) => new(Name, $"{what} after {options.Steady:N0}", _after is null ? double.NaN : figure(_after), unit, most)
    {
        Compared = Comparison.MoreThanBaseline, Beside = new("before", _before is null ? double.NaN : figure(_before)),
    };
}
