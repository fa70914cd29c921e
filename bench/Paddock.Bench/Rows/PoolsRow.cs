namespace Paddock.Bench.Rows;

/// <summary>The small Python function on servers that keep ever more cells ready, one server after the other.</summary>
internal sealed class PoolsRow(BenchOptions options) : Row
{
    private const int Clients = 32;

    private static readonly int[] Sizes = [1, 2, 4, 8, 16, 32, 64, 128];

    private readonly List<(int Ready, double Start, Samples Times, double Rate, CellMemory Memory)> _servers = [];

    public override string Name => "curve-pools";

    public override IEnumerable<Line> Lines => _servers.Select(one => new Line(
        Name, $"{one.Ready}", $"Python, cells kept ready: {one.Ready}", new Figure("p50_ms", one.Times.Percentile(50)), new Figure("p99_ms", one.Times.Percentile(99)),
        new Figure("per_second", one.Rate), new Figure("each_mib", one.Memory.EachMiB), new Figure("start_s", one.Start)));

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        if (round > 0)
        {
            return;
        }

        foreach (var ready in Sizes)
        {
            Progress.Say(Name, $"{ready} cells kept ready");
            Server(ready, cancellationToken);
        }
    }

    private void Server(int ready, CancellationToken cancellationToken)
    {
        using var server = BenchServer.Start(options, Name, [$"Paddock__Sandbox__MinReady={ready}", $"Paddock__Sandbox__MaxReady={ready}"], cancellationToken);
        server.WaitForReady("python", ready, cancellationToken);
        Census.AtRest(server.Pid, cancellationToken);
        var memory = CellMemory.Of(server.Pid, "python");
        var load = Load(server, Workload.Python);
        load.Saturate(Clients, options.Slice / 2, cancellationToken);
        server.WaitForReady("python", ready, cancellationToken);
        var times = new Samples();
        times.AddRange(load.OneByOne(options.Slice, cancellationToken));
        _servers.Add((ready, server.StartTime.TotalSeconds, times, load.Saturate(Clients, 3 * options.Slice, cancellationToken), memory));
    }
}
