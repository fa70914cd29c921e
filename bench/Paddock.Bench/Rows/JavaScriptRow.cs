namespace Paddock.Bench.Rows;

/// <summary>JavaScript, beside the floor of HTTP and bare starts of what runs it and of what a user would have otherwise.</summary>
internal sealed class JavaScriptRow(BenchOptions options, HealthRow floor, BareRow bun, BareRow? node) : LanguageRow(options, Workload.JavaScript)
{
    public override IEnumerable<Target> Targets =>
    [
        P50(3, floor.Floor),
        SaturatedOver(bun.Rate, 0.5),
        SaturatedOver(node?.Rate ?? new Baseline("bare node", double.NaN), 4),
    ];

    public override IEnumerable<string> Notes => node is null ? ["bare node: there is no node on PATH"] : [];
}
