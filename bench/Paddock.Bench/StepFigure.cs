using System.Text.Json;

namespace Paddock.Bench;

/// <summary>How long one step of an execution took, as the server counted it.</summary>
internal sealed record StepFigure(string Pool, string Step, long Count, double P50, double P99)
{
    /// <summary>The member <c>steps</c> of /health; empty when the server does not say.</summary>
    public static IReadOnlyList<StepFigure> From(JsonDocument? health) =>
        health is not null && health.RootElement.ValueKind == JsonValueKind.Object
            && health.RootElement.TryGetProperty("steps", out var steps) && steps.ValueKind == JsonValueKind.Array
            ? steps.EnumerateArray().Select(One).ToList()
            : [];

    private static StepFigure One(JsonElement step) => new(
        Text(step, "pool"), Text(step, "step"), (long)Number(step, "count"), Number(step, "p50_ms"), Number(step, "p99_ms"));

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "-";

    private static double Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;
}
