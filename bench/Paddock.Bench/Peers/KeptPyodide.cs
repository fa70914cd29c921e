using System.Globalization;
using System.Text.Json;

namespace Paddock.Bench.Peers;

/// <summary>Pyodide in one process for all calls, as those use it who cannot wait for it to load. Nothing keeps one call from another there.</summary>
/// <param name="command">node and the script, as far as the mode; empty when one is missing.</param>
/// <param name="logs">Where its output goes.</param>
internal sealed class KeptPyodide(IReadOnlyList<string> command, string logs) : Peer("pyodide_kept", "pyodide, one process for all")
{
    private string Output => Path.Combine(logs, "bench-peer-pyodide-kept.json");

    public override string? Try() => command.Count == 0 ? "node or pyodide is not installed" : null;

    public override void Measure(TimeSpan slice, CancellationToken cancellationToken)
    {
        var milliseconds = slice.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        var status = ChildProcess.Start([.. command, "kept", milliseconds, Workload.Python.Code, Workload.Input], ChildProcess.PlainEnvironment, Output).Wait();
        var text = File.ReadAllText(Output);
        if (status != 0)
        {
            throw new BenchException($"pyodide failed: {text}");
        }

        using var found = JsonDocument.Parse(text);
        double[] times = [.. found.RootElement.GetProperty("times_ms").EnumerateArray().Select(static time => time.GetDouble())];
        Measured.Latency.AddRange(times);
        Measured.AddRate(1, times.Length / (times.Sum() / 1000));
    }
}
