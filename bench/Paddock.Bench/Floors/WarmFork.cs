using System.Globalization;

namespace Paddock.Bench.Floors;

/// <summary>
/// Forks of a warm CPython with the modules that Python's template has, each of which runs the example and exits: what is left of an execution when
/// server, cage and job are taken away.
/// </summary>
internal sealed class WarmFork(string template, string logs)
{
    private const string Interpreter = "/usr/bin/python3.11";

    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Floors", "fork.py");

    /// <summary>With the template of the runtimes that the server under test runs.</summary>
    public static WarmFork OfServer(string logs) =>
        new(Path.Combine(Environment.GetEnvironmentVariable("Paddock__Sandbox__RuntimesDirectory") ?? "artifacts/runtimes", "python", "paddock", "template.py"), logs);

    /// <summary>Measures for a slice one after the other, and for one at each number of parallel forks.</summary>
    public WarmForkTimes Measure(TimeSpan slice, IReadOnlyList<int> parallel)
    {
        var output = Path.Combine(logs, "bench-fork.json");
        var milliseconds = slice.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        var status = ChildProcess.Start(
            [Interpreter, "-I", "-B", "-X", "utf8", Script, template, milliseconds, Workload.Python.Code, Workload.Input, .. parallel.Select(static count => count.ToString(CultureInfo.InvariantCulture))],
            ChildProcess.PlainEnvironment,
            output).Wait();
        var text = File.ReadAllText(output);
        return status == 0 ? WarmForkTimes.Parse(text) : throw new BenchException($"the forks of a warm CPython failed: {text}");
    }
}
