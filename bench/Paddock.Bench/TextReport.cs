using System.Globalization;

namespace Paddock.Bench;

/// <summary>The report for a person.</summary>
internal static class TextReport
{
    public static void Write(TextWriter output, Findings found, BenchOptions options, Baselines baselines)
    {
        Machine(output, found, options);
        Rows(output, found, baselines);
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

    private static void Rows(TextWriter output, Findings found, Baselines baselines)
    {
        output.WriteLine();
        output.WriteLine($"{"",-34}{"p50 ms",10}{"p99 ms",10}{"per s",10}  best at");
        output.WriteLine($"{"GET /health (the floor of HTTP)",-34}{Number(found.Floor.Percentile(50)),10}{Number(found.Floor.Percentile(99)),10}");
        foreach (var row in found.Languages)
        {
            Row(output, $"{row.Name} through Paddock", row, "clients");
        }

        foreach (var row in found.Baselines)
        {
            Row(output, $"bare {row.Name}, no sandbox", row, "at once");
        }

        if (baselines.Node is null)
        {
            output.WriteLine("bare node: there is no node on PATH");
        }

        if (found.Burst is { } burst)
        {
            output.WriteLine($"{"100 Python requests at once",-34}{Number(burst.P50),10}{Number(burst.P99),10}");
        }

        if (found.Door is { } door)
        {
            Door(output, door);
        }

        if (found.Revisions is { } revisions)
        {
            Revisions(output, revisions);
        }
        else
        {
            output.WriteLine("revisions: not measured; ./paddock test Runtimes installs what their index is made of");
        }
    }

    private static void Revisions(TextWriter output, RevisionRow revisions)
    {
        foreach (var (name, samples) in new[]
        {
            ("Python with pandas preloaded", revisions.Preloaded), ("its first use", revisions.FirstUse), ("bare python3, import pandas", revisions.BareImport),
            ($"{revisions.Count} revisions in turn", revisions.InTurn),
        })
        {
            output.WriteLine($"{name,-34}{Number(samples.Percentile(50)),10}{Number(samples.Percentile(99)),10}");
        }

        output.WriteLine($"building the revision with pandas took {Number(revisions.BuildTime.TotalSeconds)} s");
    }

    private static void Door(TextWriter output, DoorRow door)
    {
        foreach (var (name, samples) in new[]
        {
            ("https, direct", door.Direct), ("https, through the door", door.Door), ("https on one connection, direct", door.DirectKept), ("the same, through the door", door.DoorKept),
        })
        {
            output.WriteLine($"{name,-34}{Number(samples.Percentile(50)),10}{Number(samples.Percentile(99)),10}");
        }
    }

    private static void Row(TextWriter output, string name, Measurement row, string unit) =>
        output.WriteLine($"{name,-34}{Number(row.P50),10}{Number(row.P99),10}{Number(row.BestRate),10}  {row.BestAt} {unit}");

    private static void Targets(TextWriter output, Findings found)
    {
        output.WriteLine();
        output.WriteLine($"{"",-42}{"found",10}{"target",12}");
        foreach (var target in Target.For(found))
        {
            output.WriteLine($"{target.What,-42}{Number(target.Found),10}{target.LimitText,12}  {target.Verdict}");
        }
    }

    private static void Steps(TextWriter output, IReadOnlyList<StepFigure> steps)
    {
        output.WriteLine();
        output.WriteLine($"{"pool",-24}{"step",-12}{"count",10}{"p50 ms",10}{"p99 ms",10}");
        foreach (var step in steps.DefaultIfEmpty(new StepFigure("-", "-", 0, double.NaN, double.NaN)))
        {
            output.WriteLine($"{step.Pool,-24}{step.Step,-12}{step.Count,10}{Number(step.P50),10}{Number(step.P99),10}");
        }
    }

    private static void Holdings(TextWriter output, Census before, Census after)
    {
        output.WriteLine();
        output.WriteLine($"{"",-12}{"processes",10}{"fds",8}{"cgroups*",9}{"mounts",8}{"server MiB",12}");
        foreach (var (name, census) in new[] { ("before", before), ("after", after) })
        {
            output.WriteLine($"{name,-12}{census.Processes,10}{census.Descriptors,8}{census.Cgroups,9}{census.Mounts,8}{Number(census.ServerMiB),12}");
        }

        output.WriteLine("* of every Paddock on this machine, since a leaked one has no process to tell whose it was");
    }

    /// <summary>Three digits that matter, the same on every machine; a dash for what was not measured.</summary>
    private static string Number(double value) =>
        double.IsNaN(value) ? "-" : value.ToString(Math.Abs(value) switch { >= 100 => "0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);
}
