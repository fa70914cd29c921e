namespace Paddock.Bench.Rows;

/// <summary>TypeScript, beside the floor of HTTP and JavaScript in the same minute.</summary>
internal sealed class TypeScriptRow(BenchOptions options, HealthRow floor) : LanguageRow(options, Workload.TypeScript)
{
    private readonly BenchOptions _options = options;
    private readonly Samples _javaScript = new();
    private LoadGenerator? _other;

    public override IEnumerable<Target> Targets =>
    [
        P50(3, floor.Floor),
        new(Name, "p50 over JavaScript's", Measured.P50, "ms", 1) { Compared = Comparison.MoreThanBaseline, Beside = new("javascript", _javaScript.Percentile(50)) },
    ];

    public override void Prepare(BenchServer server, CancellationToken cancellationToken)
    {
        base.Prepare(server, cancellationToken);
        _other = Load(server, Workload.JavaScript);
    }

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        _javaScript.AddRange(_other!.OneByOne(_options.Slice, cancellationToken));
        base.Measure(round, cancellationToken);
    }
}
