using System.Globalization;

namespace Paddock.Bench;

/// <summary>One promised figure beside the one found. NaN found: it could not be measured here.</summary>
internal sealed record Target(string What, double Found, double Limit, bool AtMost, string Unit)
{
    public string Verdict => double.IsNaN(Found) ? "not measured" : (AtMost ? Found <= Limit : Found >= Limit) ? "met" : "MISSED";

    public string LimitText => string.Create(CultureInfo.InvariantCulture, $"{(AtMost ? "≤" : "≥")} {Limit:0.##} {Unit}").TrimEnd();

    /// <summary>The table of docs/performance.md, as far as this program measures it.</summary>
    public static IEnumerable<Target> For(Findings found)
    {
        var (python, javaScript, typeScript) = (found.Language("python"), found.Language("javascript"), found.Language("typescript"));
        var (bare, bun, node) = (found.Baseline("python3"), found.Baseline("bun"), found.Baseline("node"));
        if (python is not null)
        {
            yield return new("Python, one client: p50", python.P50, 2, AtMost: true, "ms");
            yield return new("Python, one client: p99", python.P99, 8, AtMost: true, "ms");
            yield return new("Python p50 over a bare python3", python.P50 / Value(bare?.P50), 0.12, AtMost: true, "×");
            yield return new("Python, saturated, over bare python3", python.BestRate / Value(bare?.BestRate), 10, AtMost: false, "×");
        }

        if (javaScript is not null)
        {
            yield return new("JavaScript, one client: p50", javaScript.P50, 3, AtMost: true, "ms");
            yield return new("JavaScript, saturated, over bare bun", javaScript.BestRate / Value(bun?.BestRate), 0.5, AtMost: false, "×");
            yield return new("JavaScript, saturated, over bare node", javaScript.BestRate / Value(node?.BestRate), 4, AtMost: false, "×");
        }

        if (typeScript is not null)
        {
            yield return new("TypeScript, one client: p50", typeScript.P50, 3, AtMost: true, "ms");
            yield return new("TypeScript p50 less JavaScript's", typeScript.P50 - Value(javaScript?.P50), 1, AtMost: true, "ms");
        }

        if (found.Burst is { } burst)
        {
            yield return new("Burst of 100: p99", burst.P99, 250, AtMost: true, "ms");
        }

        if (found.Door is { } door)
        {
            yield return new("https through the door, over direct: p50", door.Door.Percentile(50) - door.Direct.Percentile(50), 1.5, AtMost: true, "ms");
        }

        if (found.Revisions is { } revisions)
        {
            yield return new("Preloaded pandas over plain Python: p50", revisions.Preloaded.Percentile(50) - Value(python?.P50), 3, AtMost: true, "ms");
            yield return new("First use of a revision over its import", (revisions.FirstUse.Percentile(50) - revisions.BareImport.Percentile(50)) / 1000, 1, AtMost: true, "s");
            yield return new($"{revisions.Count} revisions in {RevisionRow.BudgetMiB} MiB: failures", revisions.Wrong, 0, AtMost: true, "");
        }

        yield return new("Wrong or lost answers", found.Wrong, 0, AtMost: true, "");
    }

    private static double Value(double? figure) => figure ?? double.NaN;
}
