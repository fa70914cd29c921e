namespace Paddock.Bench.Rows;

/// <summary>
/// The small Python function with ever more clients: what a server does that has more to do than it can. Every other round goes down the ladder, not up, so that a
/// machine that gets slower meanwhile does not look like a server that does.
/// </summary>
internal sealed class ClientsRow(BenchOptions options) : Row
{
    private const int Queue = 32;
    private const int Most = 256;

    private static readonly int[] Counts = [1, 2, 4, 8, 16, Queue, 64, 128, Most];

    private readonly List<ClientsLevel> _levels = [.. Counts.Select(static clients => new ClientsLevel(clients))];
    private LoadGenerator? _load;

    public override string Name => "curve-clients";

    public override IEnumerable<Line> Lines => _levels.Select(level => new Line(
        Name, $"{level.Clients}", $"Python, clients: {level.Clients}", new Figure("p50_ms", level.Times.Percentile(50)), new Figure("p99_ms", level.Times.Percentile(99)),
        new Figure("per_second", level.Rate)));

    public override IEnumerable<Target> Targets
    {
        get
        {
            var best = _levels.MaxBy(static level => level.Rate)!;
            yield return new(Name, $"rate at {Most} clients, over the best", Rate(Most), "/s", 0.8)
            {
                AtLeast = true, Compared = Comparison.TimesBaseline, Beside = new($"at {best.Clients}", best.Rate),
            };
            yield return new(Name, $"p99 at {Most} over that at {Queue}", P99(Most), "ms", 2.0 * Most / Queue)
            {
                Compared = Comparison.TimesBaseline, Beside = new($"at {Queue}", P99(Queue)),
            };
        }
    }

    public override void Prepare(BenchServer server, CancellationToken cancellationToken) => _load = Load(server, Workload.Python);

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        foreach (var level in round % 2 == 0 ? _levels : _levels.AsEnumerable().Reverse())
        {
            Progress.Say(Name, $"{level.Clients} clients");

            // half a slice to get the pool used to it; then long enough that 256 clients get more than one answer each
            _load!.Clients(level.Clients, options.Slice / 2, cancellationToken);
            level.Add(_load.Clients(level.Clients, 2 * options.Slice, cancellationToken));
        }
    }

    private double Rate(int clients) => _levels.First(level => level.Clients == clients).Rate;

    private double P99(int clients) => _levels.First(level => level.Clients == clients).Times.Percentile(99);
}
