namespace Paddock.Bench;

/// <summary>Everything that one run found out.</summary>
/// <param name="LoadBefore">Load of the machine before the run.</param>
/// <param name="ServerStart">From the start of the server to its first answer.</param>
/// <param name="Rows">What was measured, in the order of the report.</param>
/// <param name="Failures">Rows that went wrong, each with what was wrong.</param>
/// <param name="Steps">The server's own figures of the steps of an execution.</param>
/// <param name="Before">What the server held at rest before the load.</param>
/// <param name="After">What it held at rest after it.</param>
internal sealed record Findings(
    double LoadBefore,
    TimeSpan ServerStart,
    IReadOnlyList<Row> Rows,
    IReadOnlyDictionary<Row, string> Failures,
    IReadOnlyList<StepFigure> Steps,
    Census Before,
    Census After)
{
    public int Right => Rows.Sum(static row => row.Right);

    public int Wrong => Rows.Sum(static row => row.Wrong);

    public string? FirstWrong => Rows.Select(static row => row.FirstWrong).FirstOrDefault(static text => text is not null);

    public IEnumerable<Line> Lines => Measured.SelectMany(static row => row.Lines);

    public IEnumerable<Target> Targets => [.. Rows.SelectMany(static row => row.Targets), new Target("all", "wrong or lost answers", Wrong, "", 0)];

    /// <summary>Sentences on rows: why one was not measured, what went wrong, what is to be known of it.</summary>
    public IEnumerable<string> Notes =>
    [
        .. Rows.Where(static row => row.Missing is not null).Select(static row => $"{row.Name}: not measured; {row.Missing}"),
        .. Failures.Select(static pair => $"{pair.Key.Name}: FAILED; {pair.Value}"),
        .. Measured.SelectMany(static row => row.Notes.Select(note => $"{row.Name}: {note}")),
    ];

    public bool IsSound => Wrong == 0 && Failures.Count == 0;

    private IEnumerable<Row> Measured => Rows.Where(static row => row.Missing is null);
}
