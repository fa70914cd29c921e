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
        Number(json, "floor_p50_ms", found.Floor.Percentile(50));
        json.WriteNumber("right", found.Right);
        json.WriteNumber("wrong", found.Wrong);
        Rows(json, "rows", [.. found.Languages, .. found.Burst is { } burst ? [burst] : Array.Empty<Measurement>()]);
        Rows(json, "baselines", found.Baselines);
        Door(json, found.Door);
        Revisions(json, found.Revisions);
        Targets(json, found);
        Steps(json, found.Steps);
        Holdings(json, "before", found.Before);
        Holdings(json, "after", found.After);
        json.WriteEndObject();
    }

    private static void Door(Utf8JsonWriter json, DoorRow? door)
    {
        if (door is null)
        {
            return;
        }

        json.WriteStartObject("door");
        Number(json, "direct_p50_ms", door.Direct.Percentile(50));
        Number(json, "door_p50_ms", door.Door.Percentile(50));
        Number(json, "direct_kept_p50_ms", door.DirectKept.Percentile(50));
        Number(json, "door_kept_p50_ms", door.DoorKept.Percentile(50));
        json.WriteEndObject();
    }

    private static void Revisions(Utf8JsonWriter json, RevisionRow? revisions)
    {
        if (revisions is null)
        {
            return;
        }

        json.WriteStartObject("revisions");
        json.WriteNumber("count", revisions.Count);
        Number(json, "build_s", revisions.BuildTime.TotalSeconds);
        Number(json, "preloaded_p50_ms", revisions.Preloaded.Percentile(50));
        Number(json, "first_use_ms", revisions.FirstUse.Percentile(50));
        Number(json, "bare_import_ms", revisions.BareImport.Percentile(50));
        Number(json, "in_turn_p50_ms", revisions.InTurn.Percentile(50));
        json.WriteEndObject();
    }

    private static void Rows(Utf8JsonWriter json, string name, IReadOnlyList<Measurement> rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            json.WriteNumber("samples", row.Latency.Count);
            Number(json, "p50_ms", row.P50);
            Number(json, "p99_ms", row.P99);
            Number(json, "per_second", row.BestRate);
            json.WriteNumber("best_at", row.BestAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Targets(Utf8JsonWriter json, Findings found)
    {
        json.WriteStartArray("targets");
        foreach (var target in Target.For(found))
        {
            json.WriteStartObject();
            json.WriteString("what", target.What);
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
