namespace Paddock.Bench.Gate;

/// <summary>What becomes of the figures of one or two tries: a line for each figure, and how many are out.</summary>
/// <param name="Lines">A line for each figure, <c>ok</c> or <c>not ok</c>.</param>
/// <param name="Passed">How many are as expected, or better.</param>
/// <param name="Failed">How many are not.</param>
internal sealed record GateVerdict(IReadOnlyList<string> Lines, int Passed, int Failed)
{
    private const string Mend = "; if that is meant, write it down with `./paddock bench --update-expected` and commit bench/expected.json";

    /// <summary>A figure fails when it is a regression in every try: the machine may have been busy in one.</summary>
    public static GateVerdict Of(ExpectedFile file, params IReadOnlyList<IReadOnlyDictionary<string, double>> tries)
    {
        List<string> lines = [];
        var failed = 0;
        foreach (var (name, expectation) in file.Figures)
        {
            var found = tries.Select(figures => figures.GetValueOrDefault(name, double.NaN)).ToList();
            var isOut = found.All(expectation.IsRegression);
            failed += isOut ? 1 : 0;
            lines.Add(isOut ? Complaint(name, expectation, found) : Praise(name, expectation, found.Aggregate(expectation.BetterOf)));
        }

        foreach (var name in tries.SelectMany(static figures => figures.Keys).Distinct().Where(name => !file.Figures.ContainsKey(name)))
        {
            failed++;
            lines.Add($"not ok - {name}: it is measured, and bench/expected.json does not say what it has to be");
        }

        return new GateVerdict(lines, lines.Count - failed, failed);
    }

    private static string Praise(string name, Expectation expectation, double found) =>
        $"ok - {name}: {Expectation.Number(found)}, expected {Expectation.Number(expectation.Expected)}, {expectation.LimitText}";

    private static string Complaint(string name, Expectation expectation, IEnumerable<double> found) =>
        $"not ok - {name}: {string.Join(", then ", found.Select(Expectation.Number))}, expected {Expectation.Number(expectation.Expected)}, {expectation.LimitText} "
        + $"({expectation.What}){Mend}";
}
