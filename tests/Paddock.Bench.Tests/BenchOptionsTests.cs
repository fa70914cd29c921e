namespace Paddock.Bench.Tests;

/// <summary>The command line.</summary>
public sealed class BenchOptionsTests
{
    // any file does for a server here
    private static readonly string _server = typeof(BenchOptions).Assembly.Location;

    [Fact]
    public void Parse_Nothing_MeasuresAllButTheLongRowsInThreeRounds()
    {
        var options = Parse();

        options.Rounds.ShouldBe(3);
        options.Steady.ShouldBe(100_000);
        options.Rows.ShouldBe(Names(RowLength.Short, RowLength.Medium), ignoreOrder: true);
    }

    [Fact]
    public void Parse_Quick_MeasuresTheShortRowsInOneRound()
    {
        var options = Parse("--quick");

        options.Rounds.ShouldBe(1);
        options.Steady.ShouldBe(2_000);
        options.Rows.ShouldBe(Names(RowLength.Short), ignoreOrder: true);
    }

    [Theory]
    [InlineData("--all")]
    [InlineData("--all", "--quick")]
    [InlineData("--quick", "--all")]
    public void Parse_All_MeasuresEveryRow(params string[] arguments) =>
        Parse(arguments).Rows.ShouldBe(Names(RowLength.Short, RowLength.Medium, RowLength.Long), ignoreOrder: true);

    [Theory]
    [InlineData("python")]
    [InlineData(" python , burst,", "python", "burst")]
    [InlineData("steady", "steady")]
    [InlineData("curve", "curve-clients", "curve-pools", "curve-templates")]
    [InlineData("curve-pools", "curve-pools")]
    public void Parse_NamedRows_MeasuresThese(string value, params string[] expected) =>
        Parse("--quick", "--rows", value).Rows.ShouldBe(expected.Length == 0 ? [value] : expected, ignoreOrder: true);

    [Theory]
    [InlineData("--rows", "")]
    [InlineData("--rows", ",")]
    [InlineData("--rows", "python,pyhton")]
    [InlineData("--rows", "curv")]
    [InlineData("--rows")]
    [InlineData("--json")]
    [InlineData("--steady", "99")]
    [InlineData("--steady", "-5")]
    [InlineData("--steady", "many")]
    [InlineData("--nonsense")]
    [InlineData("--nonsense", "5")]
    public void Parse_WhatIsUnknown_Complains(params string[] arguments)
    {
        BenchOptions.TryParse(["--server", _server, .. arguments], out _, out var complaint).ShouldBeFalse();

        complaint.ShouldContain(arguments[0]);
    }

    [Fact]
    public void Parse_WithoutAServer_Complains()
    {
        BenchOptions.TryParse(["--quick"], out _, out var complaint).ShouldBeFalse();

        complaint.ShouldContain("./paddock bench");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public void Parse_Help_NeedsNoServer(string help)
    {
        BenchOptions.TryParse([help], out var options, out var complaint).ShouldBeTrue(complaint);

        options.Help.ShouldBeTrue();
    }

    [Fact]
    public void Usage_OfAllRows_NamesEach()
    {
        foreach (var kind in RowCatalog.All)
        {
            BenchOptions.Usage.ShouldContain($" {kind.Name} ");
        }
    }

    private static BenchOptions Parse(params string[] arguments)
    {
        BenchOptions.TryParse(["--server", _server, .. arguments], out var options, out var complaint).ShouldBeTrue(complaint);
        return options;
    }

    private static IEnumerable<string> Names(params RowLength[] lengths) =>
        RowCatalog.All.Where(kind => lengths.Contains(kind.Length)).Select(static kind => kind.Name);
}
