using Paddock.Bench.Floors;

namespace Paddock.Bench.Gate;

/// <summary>
/// The short form for CI: figures that do not depend on how fast the machine is, held against bench/expected.json. Tries a second time when one is
/// out. Prints a line for each, and how many passed and failed.
/// </summary>
internal static class GateRun
{
    private const int Rounds = 4;
    private const int UpdateRounds = 10;

    /// <summary>The exit code: 0 when all is as expected, 1 when not.</summary>
    public static int Execute(BenchOptions options, CancellationToken cancellationToken)
    {
        var expected = ExpectedFile.Read(options.ExpectedFile);
        using var programs = new BarePrograms(options.Bun);
        using var endpoint = new EmptyEndpoint(options);
        using var server = BenchServer.Start(options, "gate", [], cancellationToken);
        endpoint.WaitUntilReady(cancellationToken);
        var figures = new GateFigures(options, server, programs, endpoint, cancellationToken);
        figures.WarmUp();
        return options.UpdateExpected ? Update(options, expected, figures) : Judge(expected, figures);
    }

    private static int Judge(ExpectedFile expected, GateFigures figures)
    {
        var first = figures.Measure(Rounds);
        var verdict = GateVerdict.Of(expected, first);
        if (verdict.Failed > 0)
        {
            verdict = GateVerdict.Of(expected, first, figures.Measure(Rounds));
        }

        foreach (var line in verdict.Lines)
        {
            Console.WriteLine(line);
        }

        var wrong = figures.Wrong > 0;
        Console.WriteLine(wrong ? $"not ok - answers: {figures.Wrong} were wrong; the first: {figures.FirstWrong}" : "ok - answers: all were right");
        Console.WriteLine($"{verdict.Passed + (wrong ? 0 : 1)} passed, {verdict.Failed + (wrong ? 1 : 0)} failed");
        return verdict.Failed == 0 && !wrong ? 0 : 1;
    }

    private static int Update(BenchOptions options, ExpectedFile expected, GateFigures figures)
    {
        var found = figures.Measure(UpdateRounds);
        foreach (var (name, expectation) in expected.Figures)
        {
            Console.WriteLine($"{name}: {Expectation.Number(found.GetValueOrDefault(name, double.NaN))}, was {Expectation.Number(expectation.Expected)}");
        }

        if (figures.Wrong > 0)
        {
            throw new BenchException($"nothing is written down: {figures.Wrong} answers were wrong; the first: {figures.FirstWrong}");
        }

        expected.With(found).Write(options.ExpectedFile);
        Console.WriteLine($"written to {options.ExpectedFile}");
        return 0;
    }
}
