namespace Paddock.Bench.Rows;

/// <summary>Python, beside bare starts of the interpreter and the floor: forks of a warm one.</summary>
internal sealed class PythonRow(BenchOptions options, BareRow bare, ForkRow fork) : LanguageRow(options, Workload.Python)
{
    public override IEnumerable<Target> Targets =>
    [
        P50(2, fork.P50),
        new(Name, "one client: p99", Measured.P99, "ms", 8),
        new(Name, "p50 over a bare python3", Measured.P50, "ms", 0.12) { Compared = Comparison.TimesBaseline, Beside = bare.P50 },
        SaturatedOver(bare.Rate, 10),
    ];
}
