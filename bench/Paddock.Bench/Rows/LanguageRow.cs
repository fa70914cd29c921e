namespace Paddock.Bench.Rows;

/// <summary>The small function in one language: one client, and as many as saturate the server.</summary>
internal abstract class LanguageRow(BenchOptions options, Workload workload) : Row
{
    private static readonly int[] ClientCounts = [8, 16, 32];
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(500);

    /// <summary>Without one a single client keeps two cores busy: it takes cells as fast as they can be made.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Samples _paced = new();
    private LoadGenerator? _load;

    public sealed override string Name => workload.Language;

    public override IEnumerable<Line> Lines =>
    [
        Line.Of(Line.Rows, $"{Name} through Paddock", Measured),
        Line.OfTimes("paced", Name, $"{Name}, {Pause.TotalMilliseconds:0} ms between calls", _paced),
    ];

    protected Measurement Measured { get; } = new(workload.Language);

    // Compiles the hot path and shows a broken server before a minute is spent on it.
    public override void Prepare(BenchServer server, CancellationToken cancellationToken)
    {
        _load = Load(server, workload);
        _load.OneByOne(WarmUp, cancellationToken);
        if (_load.Right == 0)
        {
            throw new BenchException($"{Name} does not give the right answer: {_load.FirstWrong ?? "none at all"}");
        }

        _load.Saturate(ClientCounts[0], WarmUp, cancellationToken);
    }

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        Measured.Latency.AddRange(_load!.OneByOne(options.Slice, cancellationToken));
        _paced.AddRange(_load.Paced(options.Slice, Pause, cancellationToken));
        foreach (var clients in ClientCounts)
        {
            Measured.AddRate(clients, _load.Saturate(clients, options.Slice, cancellationToken));
        }
    }

    protected Target P50(double limit, Baseline floor) => new(Name, "one client: p50", Measured.P50, "ms", limit) { Beside = floor };

    protected Target SaturatedOver(Baseline bare, double least) =>
        new(Name, $"saturated, over {bare.Name}", Measured.BestRate, "/s", least) { AtLeast = true, Compared = Comparison.TimesBaseline, Beside = bare };
}
