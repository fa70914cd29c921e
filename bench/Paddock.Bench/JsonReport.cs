using System.Text.Json;

namespace Paddock.Bench;

/// <summary>The same figures for a program.</summary>
internal static class JsonReport
{
    public static void Write(string file, Findings found)
    {
        using var stream = File.Create(file);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("cores", Environment.ProcessorCount);
        Number(json, "load_before", found.LoadBefore);
        Number(json, "server_start_ms", found.ServerStart.TotalMilliseconds);
        json.WriteNumber("right", found.Right);
        json.WriteNumber("wrong", found.Wrong);
        Lines(json, found);
        Strings(json, "notes", found.Notes);
        Targets(json, found);
        Steps(json, found.Steps);
        Holdings(json, "before", found.Before);
        Holdings(json, "after", found.After);
        json.WriteEndObject();
    }

    private static void Lines(Utf8JsonWriter json, Findings found)
    {
        foreach (var section in found.Lines.GroupBy(static line => line.Section))
        {
            if (section.Key is Line.Rows or Line.Baselines)
            {
                List(json, section);
            }
            else
            {
                json.WriteStartObject(section.Key);
                Members(json, section);
                json.WriteEndObject();
            }
        }
    }

    private static void List(Utf8JsonWriter json, IGrouping<string, Line> section)
    {
        json.WriteStartArray(section.Key);
        foreach (var line in section)
        {
            json.WriteStartObject();
            json.WriteString("name", line.Name);
            Members(json, [line with { Name = "" }]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Members(Utf8JsonWriter json, IEnumerable<Line> lines)
    {
        foreach (var line in lines)
        {
            foreach (var figure in line.Figures)
            {
                Number(json, line.Name.Length == 0 ? figure.Name : $"{line.Name}_{figure.Name}", figure.Value);
            }
        }
    }

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void Targets(Utf8JsonWriter json, Findings found)
    {
        json.WriteStartArray("targets");
        foreach (var target in found.Targets)
        {
            json.WriteStartObject();
            json.WriteString("row", target.Row);
            json.WriteString("what", target.What);
            Number(json, "measured", target.Measured);
            json.WriteString("unit", target.Unit);
            if (target.Beside is { } beside)
            {
                json.WriteString("baseline_name", beside.Name);
                Number(json, "baseline", beside.Value);
                Number(json, "ratio", target.Ratio);
            }

            Number(json, "found", target.Found);
            json.WriteString("target", target.LimitText);
            json.WriteString("verdict", target.Verdict);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Steps(Utf8JsonWriter json, IReadOnlyList<StepFigure> steps)
    {
        json.WriteStartArray("steps");
        foreach (var step in steps)
        {
            json.WriteStartObject();
            json.WriteString("pool", step.Pool);
            json.WriteString("step", step.Step);
            json.WriteNumber("count", step.Count);
            Number(json, "p50_ms", step.P50);
            Number(json, "p99_ms", step.P99);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Holdings(Utf8JsonWriter json, string name, Census census)
    {
        json.WriteStartObject(name);
        json.WriteNumber("processes", census.Processes);
        json.WriteNumber("descriptors", census.Descriptors);
        json.WriteNumber("cgroups", census.Cgroups);
        json.WriteNumber("mounts", census.Mounts);
        Number(json, "server_mib", census.ServerMiB);
        json.WriteEndObject();
    }

    // JSON has no NaN: what was not measured is null
    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, Math.Round(value, 4));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
