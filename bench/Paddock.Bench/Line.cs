namespace Paddock.Bench;

/// <summary>One thing that was measured, with its figures.</summary>
/// <param name="Section">
/// Where it stands in the JSON. <see cref="Rows"/> and <see cref="Baselines"/> are lists of objects; any other section is one object, whose
/// members are called <c>NAME_FIGURE</c>.
/// </param>
/// <param name="Name">As JSON calls it; empty in a section with a single line.</param>
/// <param name="Label">As the table for a person calls it.</param>
/// <param name="Figures">In the order of the columns. Lines below each other that have the same columns share their heading.</param>
internal sealed record Line(string Section, string Name, string Label, params IReadOnlyList<Figure> Figures)
{
    public const string Rows = "rows";
    public const string Baselines = "baselines";

    /// <summary>The usual figures of times.</summary>
    public static Line OfTimes(string section, string name, string label, Samples samples) =>
        new(section, name, label, new Figure("p50_ms", samples.Percentile(50)), new Figure("p99_ms", samples.Percentile(99)));

    /// <summary>The usual figures of times and rates.</summary>
    public static Line Of(string section, string label, Measurement measurement) => new(
        section, measurement.Name, label, new Figure("samples", measurement.Latency.Count), new Figure("p50_ms", measurement.P50),
        new Figure("p99_ms", measurement.P99), new Figure("per_second", measurement.BestRate), new Figure("best_at", measurement.BestAt == 0 ? double.NaN : measurement.BestAt));
}
