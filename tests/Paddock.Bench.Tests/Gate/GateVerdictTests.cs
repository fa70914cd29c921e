using Paddock.Bench.Gate;

namespace Paddock.Bench.Tests.Gate;

public sealed class GateVerdictTests
{
    private static readonly ExpectedFile _file = ExpectedFile.Parse(
        """{"about":"","figures":{"a":{"what":"the a of b","expected":2,"slack":0.5,"better":"less"},"b":{"what":"c","expected":10,"slack":1,"better":"more"}}}""");

    [Fact]
    public void Figures_AsExpected_Pass()
    {
        GateVerdict verdict = GateVerdict.Of(_file, Found(2.9, 5));

        (verdict.Passed, verdict.Failed).ShouldBe((2, 0));
        verdict.Lines[0].ShouldBe("ok - a: 2.90, expected 2.00, at most 3.00");
        verdict.Lines[1].ShouldBe("ok - b: 5.00, expected 10.0, at least 5.00");
    }

    [Fact]
    public void Figure_OutInEveryTry_FailsWithWhatItIsFoundExpectedAndTheMend()
    {
        GateVerdict verdict = GateVerdict.Of(_file, Found(4, 10), Found(3.5, 10));

        (verdict.Passed, verdict.Failed).ShouldBe((1, 1));
        verdict.Lines[0].ShouldBe(
            "not ok - a: 4.00, then 3.50, expected 2.00, at most 3.00 (the a of b); "
            + "if that is meant, write it down with `./paddock bench --update-expected` and commit bench/expected.json");
    }

    [Fact]
    public void Figure_OutInOneTryOnly_Passes()
    {
        GateVerdict verdict = GateVerdict.Of(_file, Found(4, 10), Found(2, 1));

        verdict.Failed.ShouldBe(0);
        verdict.Lines.ShouldBe(["ok - a: 2.00, expected 2.00, at most 3.00", "ok - b: 10.0, expected 10.0, at least 5.00"]);
    }

    [Fact]
    public void Figure_NotMeasured_Fails()
    {
        GateVerdict verdict = GateVerdict.Of(_file, new Dictionary<string, double> { ["b"] = 10 });

        verdict.Failed.ShouldBe(1);
        verdict.Lines[0].ShouldStartWith("not ok - a: not measured, expected 2.00");
    }

    [Fact]
    public void Figure_ThatTheFileDoesNotHave_Fails()
    {
        GateVerdict verdict = GateVerdict.Of(_file, new Dictionary<string, double> { ["a"] = 1, ["b"] = 10, ["c"] = 1 });

        verdict.Failed.ShouldBe(1);
        verdict.Lines[^1].ShouldBe("not ok - c: it is measured, and bench/expected.json does not say what it has to be");
    }

    private static Dictionary<string, double> Found(double a, double b) => new() { ["a"] = a, ["b"] = b };
}
