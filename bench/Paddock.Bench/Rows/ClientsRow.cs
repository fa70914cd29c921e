namespace Paddock.Bench.Rows;

/// <summary>The small Python function with ever more clients: what a server does that has more to do than it can.</summary>
internal sealed class ClientsRow(BenchOptions options) : Row
{
    private const int Queue = 32;
    private const int Most = 256;

    private static readonly int[] Counts = [1, 2, 4, 8, 16, Queue, 64, 128, Most];

    private readonly List<(int Clients, Samples Times, double Rate)> _levels = [];
    private LoadGenerator? _load;

    public override string Name => "curve-clients";

    public override IEnumerable<Line> Lines => _levels.Select(level => new Line(
        Name, $"{level.Clients}", $"Python, clients: {level.Clients}", new Figure("p50_ms", level.Times.Percentile(50)), new Figure("p99_ms", level.Times.Percentile(99)),
        new Figure("per_second", level.Rate)));

    public override IEnumerable<Target> Targets
    {
        get
        {
            var best = _levels.DefaultIfEmpty((Clients: 0, Times: new Samples(), Rate: double.NaN)).MaxBy(static level => level.Rate);
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
        if (round > 0)
        {
            return;
        }

        foreach (var clients in Counts)
        {
            Progress.Say(Name, $"{clients} clients");

            // one slice to get the pool used to it; then long enough that 256 clients get several answers each
            _load!.Clients(clients, options.Slice, cancellationToken);
            var (latencies, elapsed) = _load.Clients(clients, 4 * options.Slice, cancellationToken);
            var times = new Samples();
            times.AddRange(latencies);
            _levels.Add((clients, times, times.Count / elapsed.TotalSeconds));
        }
    }

    private double Rate(int clients) => _levels.Where(level => level.Clients == clients).Select(static level => level.Rate).DefaultIfEmpty(double.NaN).First();

    private double P99(int clients) => _levels.Where(level => level.Clients == clients).Select(static level => level.Times.Percentile(99)).DefaultIfEmpty(double.NaN).First();
}
