namespace Paddock.Bench.Rows;

/// <summary>As many requests at the same moment, each on a connection of its own, after the server came to rest.</summary>
internal sealed class BurstRow(HealthRow floor) : Row
{
    private const int Clients = 100;

    private readonly Measurement _measured = new("burst");
    private BenchServer? _server;
    private LoadGenerator? _load;

    public override string Name => "burst";

    public override IEnumerable<Line> Lines => [Line.Of(Line.Rows, $"{Clients} Python requests at once", _measured)];

    public override IEnumerable<Target> Targets =>
    [
        new(Name, $"{Clients} at once: p99", _measured.P99, "ms", 250) { Beside = floor.Floor },
        new(Name, $"{Clients} at once: lost", Right + Wrong == 0 ? double.NaN : Wrong, "", 0),
    ];

    public override void Prepare(BenchServer server, CancellationToken cancellationToken) => (_server, _load) = (server, Load(server, Workload.Python));

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        Census.AtRest(_server!.Pid, cancellationToken);
        _measured.Latency.AddRange(_load!.Burst(Clients, cancellationToken));
    }
}
