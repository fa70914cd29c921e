namespace Paddock.Bench.Rows;

/// <summary><c>GET /health</c> on one connection: what HTTP to this server costs by itself, the floor beside the rows of one client.</summary>
internal sealed class HealthRow(BenchOptions options) : Row
{
    private readonly Samples _times = new();
    private LoadGenerator? _load;

    public override string Name => "health";

    /// <summary>To stand beside a time in milliseconds.</summary>
    public Baseline Floor => new("GET /health", _times.Percentile(50));

    public override IEnumerable<Line> Lines => [Line.OfTimes("floor", "", "GET /health (the floor of HTTP)", _times)];

    public override void Prepare(BenchServer server, CancellationToken cancellationToken)
    {
        _load = Load(server, server.HealthRequest, static (status, _) => status == 200);
        _load.OneByOne(TimeSpan.FromMilliseconds(250), cancellationToken);
    }

    public override void Measure(int round, CancellationToken cancellationToken) => _times.AddRange(_load!.OneByOne(options.Slice / 2, cancellationToken));
}
