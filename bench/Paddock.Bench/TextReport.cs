using System.Globalization;

namespace Paddock.Bench;

/// <summary>The report for a person.</summary>
internal static class TextReport
{
    private const int LabelWidth = 34;
    private const int FigureWidth = 13;

    public static void Write(TextWriter output, Findings found, BenchOptions options)
    {
        Machine(output, found, options);
        Lines(output, found);
        Targets(output, found);
        Steps(output, found.Steps);
        Holdings(output, found.Before, found.After);
        if (found.FirstWrong is not null)
        {
            output.WriteLine($"\nThe first wrong answer: {found.FirstWrong}");
        }
    }

    private static void Machine(TextWriter output, Findings found, BenchOptions options)
    {
        output.WriteLine();
        output.WriteLine($"Machine: {Environment.ProcessorCount} cores, Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, load {Number(found.LoadBefore)} before the start{(found.LoadBefore > Environment.ProcessorCount / 2.0 ? " (BUSY: others were measured too)" : "")}; client and server share the cores.");
        output.WriteLine($"Rows and baselines took turns ({options.Rounds} round{(options.Rounds == 1 ? "" : "s")} of {Number(options.Slice.TotalSeconds)} s slices): trust the ratios, not the milliseconds, on a shared machine.");
        output.WriteLine($"The server was ready {Number(found.ServerStart.TotalSeconds)} s after its start and gave {found.Right:N0} right answers, {found.Wrong:N0} wrong.");
    }

    // A heading wherever the columns change.
    private static void Lines(TextWriter output, Findings found)
    {
        var before = "";
        foreach (var line in found.Lines)
        {
            var heading = string.Concat(line.Figures.Select(static figure => figure.Heading.PadLeft(FigureWidth)));
            if (heading != before)
            {
                output.WriteLine();
                output.WriteLine("".PadRight(LabelWidth) + heading);
                before = heading;
            }

            output.WriteLine(line.Label.PadRight(LabelWidth) + string.Concat(line.Figures.Select(static figure => Number(figure.Value).PadLeft(FigureWidth))));
        }

        foreach (var note in found.Notes)
        {
            output.WriteLine(note);
        }
    }

    private static void Targets(TextWriter output, Findings found)
    {
        output.WriteLine();
        output.WriteLine($"{"row",-16}{"what",-36}{"measured",12}   {"baseline",-24}{"ratio",8}{"target",14}");
        foreach (var target in found.Targets)
        {
            var beside = target.Beside is { } baseline ? $"{baseline.Name} {Number(baseline.Value)}" : "";
            var ratio = target.Beside is null ? "" : Number(target.Ratio);
            output.WriteLine($"{target.Row,-16}{target.What,-36}{$"{Number(target.Measured)} {target.Unit}".TrimEnd(),12}   {beside,-24}{ratio,8}{target.LimitText,14}  {target.Verdict}");
        }
    }

    private static void Steps(TextWriter output, IReadOnlyList<StepFigure> steps)
    {
        output.WriteLine();
        output.WriteLine($"{"pool",-24}{"step",-12}{"count",10}{"p50 ms",10}{"p99 ms",10}");
        foreach (var step in steps.Where(static step => step.Count > 0).DefaultIfEmpty(new StepFigure("-", "-", 0, double.NaN, double.NaN)))
        {
            output.WriteLine($"{step.Pool,-24}{step.Step,-12}{step.Count,10}{Number(step.P50),10}{Number(step.P99),10}");
        }
    }

    private static void Holdings(TextWriter output, Census before, Census after)
    {
        output.WriteLine();
        output.WriteLine($"{"",-12}{"processes",10}{"fds",8}{"cgroups",9}{"mounts",8}{"server MiB",12}");
        foreach (var (name, census) in new[] { ("before", before), ("after", after) })
        {
            output.WriteLine($"{name,-12}{census.Processes,10}{census.Descriptors,8}{census.Cgroups,9}{census.Mounts,8}{Number(census.ServerMiB),12}");
        }
    }

    /// <summary>Three digits that matter, the same on every machine; a dash for what was not measured.</summary>
    private static string Number(double value) =>
        double.IsNaN(value) ? "-" : double.IsInteger(value) ? value.ToString("0", CultureInfo.InvariantCulture) : value.ToString(Math.Abs(value) switch { >= 100 => "0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);
}
