using System.Text.Json;

namespace Paddock.Bench.Tests;

/// <summary>Both reports show whatever rows say, and know none of them.</summary>
public sealed class ReportTests
{
    private static readonly Census _census = new(20, 275, 57, 21, 107.5);

    [Fact]
    public void Json_OfRows_HasListsAndObjects()
    {
        using var json = Json(
            new FakeRow("python", [new Line(Line.Rows, "python", "Python", new Figure("p50_ms", 2.5))]),
            new FakeRow("python3", [new Line(Line.Baselines, "python3", "bare", new Figure("p50_ms", 20))]),
            new FakeRow("door", [new Line("door", "direct", "direct", new Figure("p50_ms", 1)), new Line("door", "", "all", new Figure("count", 3))]));

        json.RootElement.GetProperty("rows")[0].GetProperty("name").GetString().ShouldBe("python");
        json.RootElement.GetProperty("rows")[0].GetProperty("p50_ms").GetDouble().ShouldBe(2.5);
        json.RootElement.GetProperty("baselines")[0].GetProperty("p50_ms").GetDouble().ShouldBe(20);
        json.RootElement.GetProperty("door").GetProperty("direct_p50_ms").GetDouble().ShouldBe(1);
        json.RootElement.GetProperty("door").GetProperty("count").GetDouble().ShouldBe(3);
    }

    [Fact]
    public void Json_OfTargets_HasBaselineRatioAndVerdict()
    {
        using var json = Json(new FakeRow(
            "python", [], new Target("python", "p50", 2, "ms", 0.12) { Compared = Comparison.TimesBaseline, Beside = new Baseline("bare", 20) }));

        var target = json.RootElement.GetProperty("targets")[0];
        target.GetProperty("row").GetString().ShouldBe("python");
        target.GetProperty("measured").GetDouble().ShouldBe(2);
        target.GetProperty("baseline").GetDouble().ShouldBe(20);
        target.GetProperty("ratio").GetDouble().ShouldBe(0.1);
        target.GetProperty("found").GetDouble().ShouldBe(0.1);
        target.GetProperty("verdict").GetString().ShouldBe("met");
    }

    [Fact]
    public void Json_OfWhatWasNotMeasured_IsNull()
    {
        using var json = Json(new FakeRow("door", [new Line("door", "", "direct", new Figure("p50_ms", double.NaN))], new Target("door", "p50", double.NaN, "ms", 1)));

        json.RootElement.GetProperty("door").GetProperty("p50_ms").ValueKind.ShouldBe(JsonValueKind.Null);
        json.RootElement.GetProperty("targets")[0].GetProperty("found").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Text_OfLinesWithTheSameColumns_HasOneHeading()
    {
        var text = Text(
            new FakeRow("one", [new Line(Line.Rows, "one", "first", new Figure("p50_ms", 2.5))]),
            new FakeRow("two", [new Line(Line.Rows, "two", "second", new Figure("p50_ms", double.NaN))]),
            new FakeRow("three", [new Line("three", "", "third", new Figure("cells", 64))]));

        text.Split('\n').Count(static line => line.Trim() == "p50 ms").ShouldBe(1);
        text.ShouldContain("2.50");
        text.ShouldContain("cells");
    }

    [Fact]
    public void Text_OfATarget_ShowsMeasuredBaselineRatioAndVerdict()
    {
        var text = Text(new FakeRow("python", [], new Target("python", "p50 over bare", 2.5, "ms", 0.1) { Compared = Comparison.TimesBaseline, Beside = new Baseline("bare python3", 20) }));

        var line = text.Split('\n').Single(static line => line.StartsWith("python", StringComparison.Ordinal));
        line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ShouldBe(["python", "p50 over bare", "2.50 ms", "bare python3 20", "0.13", "≤ 0.1 ×", "MISSED"]);
    }

    [Fact]
    public void Findings_WithARowThatWentWrong_AreNotSound()
    {
        var row = new FakeRow("python", []);
        var found = Findings(row) with { Failures = new Dictionary<Row, string> { [row] = "it broke" } };

        found.IsSound.ShouldBeFalse();
        found.Notes.ShouldBe(["python: FAILED; it broke"]);
    }

    private static JsonDocument Json(params Row[] rows)
    {
        var file = Path.GetTempFileName();
        try
        {
            JsonReport.Write(file, Findings(rows));
            return JsonDocument.Parse(File.ReadAllText(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Text(params Row[] rows)
    {
        using var text = new StringWriter();
        TextReport.Write(text, Findings(rows), new BenchOptions());
        return text.ToString();
    }

    private static Findings Findings(params Row[] rows) => new(0.5, TimeSpan.FromSeconds(1), rows, new Dictionary<Row, string>(), [], _census, _census);
}
