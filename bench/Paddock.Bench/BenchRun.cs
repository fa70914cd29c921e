using System.Globalization;

namespace Paddock.Bench;

/// <summary>
/// The order of a run: start a server, warm it up, count what it holds, measure rows and baselines in turn, let it come to rest,
/// count again, report. Everything that is compared is measured in the same minute on the same cores.
/// </summary>
internal sealed class BenchRun
{
    private static readonly int[] ClientCounts = [8, 16, 32];
    private const int BurstClients = 100;
    private static readonly TimeSpan WarmUpLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RestLimit = TimeSpan.FromSeconds(5);

    private readonly BenchOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly BenchServer _server;
    private readonly Baselines _baselines;
    private readonly List<(Measurement Row, LoadGenerator Load)> _languages;
    private readonly List<(Measurement Row, Spawner Spawner)> _bare;
    private readonly Measurement _burst = new("burst");
    private readonly Samples _floor = new();
    private readonly LoadGenerator _health;
    private readonly LoadGenerator _burstLoad;
    private readonly DoorRow? _door;
    private readonly RevisionRow? _revisions;

    private BenchRun(
        BenchOptions options, BenchServer server, Baselines baselines, DoorUpstream upstream, RevisionIndex? index, CancellationToken cancellationToken)
    {
        (_options, _server, _baselines, _cancellationToken) = (options, server, baselines, cancellationToken);
        _languages = Workload.All.Where(workload => options.Rows.Contains(workload.Language))
            .Select(workload => (new Measurement(workload.Language), Load(workload))).ToList();
        _bare = baselines.All.Where(IsWanted).Select(spawner => (new Measurement(spawner.Name), spawner)).ToList();
        _health = new LoadGenerator(server.Port, server.HealthRequest, static (status, _) => status == 200);
        _burstLoad = Load(Workload.Python);
        _revisions = index is not null ? new RevisionRow(server, options.Quick) : null;
        _door = options.Rows.Contains("door") ? new DoorRow(upstream, server) : null;
    }

    public static int Execute(BenchOptions options, CancellationToken cancellationToken)
    {
        using var baselines = new Baselines(options.Bun);
        using var upstream = new DoorUpstream();
        using var index = options.Rows.Contains("revisions") && Directory.Exists(options.Wheels) ? new RevisionIndex(options.Wheels) : null;
        using var server = BenchServer.Start(options, [.. upstream.Variables, .. index?.Variables ?? []], cancellationToken);
        var found = new BenchRun(options, server, baselines, upstream, index, cancellationToken).Measure();
        TextReport.Write(Console.Out, found, options, baselines);
        if (options.JsonFile is not null)
        {
            JsonReport.Write(options.JsonFile, found);
        }

        return found.Wrong == 0 ? 0 : 1;
    }

    private LoadGenerator Load(Workload workload) => new(_server.Port, workload.Request(_server.Port, _server.Key), Workload.IsRight);

    // python3 only beside Python, bun and node only beside the other two
    private bool IsWanted(Spawner spawner) => spawner == _baselines.Python
        ? _options.Rows.Contains("python")
        : _options.Rows.Contains("javascript") || _options.Rows.Contains("typescript");

    private Findings Measure()
    {
        // first of all: later the load is our own
        var load = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
        WarmUp();
        _revisions?.Prepare(_cancellationToken);
        var before = Settle();
        for (var round = 0; round < _options.Rounds; round++)
        {
            Latencies();
            Rates();
            Burst();
            _door?.Measure(_options.Logs);
            _revisions?.Measure(_options.Slice, _cancellationToken);
        }

        var after = Settle();
        using var health = _server.Health();
        var loads = _languages.Select(pair => pair.Load).Append(_health).Append(_burstLoad).ToList();
        return new Findings(
            load, _server.StartTime, _floor, _languages.ConvertAll(pair => pair.Row), _bare.ConvertAll(pair => pair.Row),
            _burst.Latency.Count > 0 ? _burst : null, _door, _revisions, StepFigure.From(health), before, after,
            loads.Sum(load => load.Right), loads.Sum(load => load.Wrong) + (_revisions?.Wrong ?? 0), loads.Select(load => load.FirstWrong).FirstOrDefault(text => text is not null));
    }

    // Compiles the hot path and shows a broken server before a minute is spent on it.
    private void WarmUp()
    {
        foreach (var (row, load) in _languages)
        {
            load.OneByOne(WarmUpLimit / 4, _cancellationToken);
            if (load.Right == 0)
            {
                throw new BenchException($"{row.Name} does not give the right answer: {load.FirstWrong ?? "none at all"}");
            }

            load.Saturate(ClientCounts[0], WarmUpLimit / 4, _cancellationToken);
        }

        _health.OneByOne(WarmUpLimit / 8, _cancellationToken);
    }

    private void Latencies()
    {
        _floor.AddRange(_health.OneByOne(_options.Slice / 2, _cancellationToken));
        foreach (var (row, load) in _languages)
        {
            row.Latency.AddRange(load.OneByOne(_options.Slice, _cancellationToken));
        }

        foreach (var (row, spawner) in _bare)
        {
            row.Latency.AddRange(spawner.OneByOne(_options.Slice, _cancellationToken));
        }
    }

    private void Rates()
    {
        foreach (var (row, load) in _languages)
        {
            foreach (var clients in ClientCounts)
            {
                row.AddRate(clients, load.Saturate(clients, _options.Slice, _cancellationToken));
            }
        }

        foreach (var (row, spawner) in _bare)
        {
            foreach (var parallel in new[] { Environment.ProcessorCount, 2 * Environment.ProcessorCount })
            {
                row.AddRate(parallel, spawner.Saturate(parallel, _options.Slice, _cancellationToken));
            }
        }
    }

    private void Burst()
    {
        if (_options.Rows.Contains("burst"))
        {
            Settle();
            _burst.Latency.AddRange(_burstLoad.Burst(BurstClients, _cancellationToken));
        }
    }

    // Pools refill and cells are taken away behind the answer: count when nothing has changed for a while.
    private Census Settle()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var never = new ManualResetEventSlim();
        var (last, same) = (Census.Take(_server.Pid), 0);
        while (same < 4 && clock.Elapsed < RestLimit)
        {
            never.Wait(TimeSpan.FromMilliseconds(100), _cancellationToken);
            var now = Census.Take(_server.Pid);
            same = (now.Processes, now.Descriptors) == (last.Processes, last.Descriptors) ? same + 1 : 0;
            last = now;
        }

        return last;
    }
}
