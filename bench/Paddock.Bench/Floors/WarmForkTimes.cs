using System.Text.Json;

namespace Paddock.Bench.Floors;

/// <summary>What <c>fork.py</c> measured.</summary>
/// <param name="Milliseconds">Each turn, one after the other.</param>
/// <param name="CpuMilliseconds">CPU time of one of those, of parent and child.</param>
/// <param name="Saturated">Turns a second and the CPU time of one, for each number of forks at once.</param>
internal sealed record WarmForkTimes(IReadOnlyList<double> Milliseconds, double CpuMilliseconds, IReadOnlyList<(int Parallel, double PerSecond, double CpuMilliseconds)> Saturated)
{
    public static WarmForkTimes Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new WarmForkTimes(
            [.. root.GetProperty("times_ms").EnumerateArray().Select(static time => time.GetDouble())],
            root.GetProperty("cpu_ms").GetDouble(),
            [.. root.GetProperty("saturated").EnumerateArray().Select(static one =>
                (one.GetProperty("at").GetInt32(), one.GetProperty("per_second").GetDouble(), one.GetProperty("cpu_ms").GetDouble()))]);
    }
}
