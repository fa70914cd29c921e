using Paddock.Bench.Floors;

namespace Paddock.Bench.Gate;

/// <summary>
/// Measures what the gate holds: ratios of what was measured in the same second, never a time. Each figure is the median of several rounds, so that
/// one bad second is not heard of.
/// </summary>
internal sealed class GateFigures(BenchOptions options, BenchServer server, BarePrograms programs, EmptyEndpoint endpoint, CancellationToken cancellationToken)
{
    private const int Clients = 8;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(400);

    private readonly WarmFork _fork = WarmFork.OfServer(options.Logs);
    private readonly LoadGenerator _python = new(server.Port, Workload.Python.Request(server), Workload.IsRight);
    private readonly LoadGenerator _javaScript = new(server.Port, Workload.JavaScript.Request(server), Workload.IsRight);
    private readonly LoadGenerator _typeScript = new(server.Port, Workload.TypeScript.Request(server), Workload.IsRight);
    private readonly LoadGenerator _health = new(server.Port, server.HealthRequest, static (status, _) => status == 200);
    private readonly LoadGenerator _endpoint = new(endpoint.Port, Workload.Python.Request(server), Workload.IsRight);

    private LoadGenerator[] Loads => [_python, _javaScript, _typeScript, _health, _endpoint];

    /// <summary>Wrong answers so far.</summary>
    public int Wrong => Loads.Sum(static load => load.Wrong);

    /// <summary>What the first wrong answer looked like.</summary>
    public string? FirstWrong => Loads.Select(static load => load.FirstWrong).FirstOrDefault(static text => text is not null);

    /// <summary>Lets the server compile what is measured.</summary>
    public void WarmUp()
    {
        foreach (var load in Loads)
        {
            load.OneByOne(Slice, cancellationToken);
            load.Saturate(Clients, Slice, cancellationToken);
        }
    }

    /// <summary>The figures, by name.</summary>
    public IReadOnlyDictionary<string, double> Measure(int rounds)
    {
        var all = Enumerable.Range(0, rounds).Select(_ => Round()).ToList();
        return all[0].Keys.ToDictionary(static name => name, name => Samples.Median([.. all.Select(round => round[name]).Where(double.IsFinite)]));
    }

    private Dictionary<string, double> Round() => Python().Concat(JavaScript()).Concat(Server()).ToDictionary();

    private Dictionary<string, double> Python()
    {
        var p50 = P50(_python);
        var start = P50(programs.Python.OneByOne(Slice, cancellationToken));
        var fork = _fork.Measure(Slice, [Clients]);
        var (rate, cpu) = Saturated();
        var starts = programs.Python.Saturate(2 * Environment.ProcessorCount, Slice, cancellationToken);
        return new Dictionary<string, double>
        {
            ["python_p50_over_python3"] = p50 / start,
            ["python_p50_over_fork"] = p50 / P50(fork.Milliseconds),
            ["python_rate_over_python3"] = rate / starts,
            ["python_rate_over_fork"] = rate / fork.Saturated[0].PerSecond,
            ["python_cpu_over_fork"] = cpu / fork.Saturated[0].CpuMilliseconds,
        };
    }

    private Dictionary<string, double> JavaScript()
    {
        // both take their cells from one pool: it fills again while bun is started bare
        var javaScript = P50(_javaScript);
        var start = P50(programs.Bun.OneByOne(Slice, cancellationToken));
        var typeScript = P50(_typeScript);
        var rate = _javaScript.Saturate(Clients, Slice, cancellationToken);
        return new Dictionary<string, double>
        {
            ["javascript_p50_over_bun"] = javaScript / start,
            ["typescript_p50_over_javascript"] = typeScript / javaScript,
            ["javascript_rate_over_bun"] = rate / programs.Bun.Saturate(2 * Environment.ProcessorCount, Slice, cancellationToken),
        };
    }

    private Dictionary<string, double> Server() => new()
    {
        ["health_p50_over_endpoint"] = P50(_health.OneByOne(Slice / 2, cancellationToken)) / P50(_endpoint.OneByOne(Slice / 2, cancellationToken)),
        ["python_bytes_a_request"] = ServerMetrics.BytesARequest(server, _python, Slice, cancellationToken),
        ["javascript_bytes_a_request"] = ServerMetrics.BytesARequest(server, _javaScript, Slice, cancellationToken),
    };

    private (double Rate, double Cpu) Saturated()
    {
        var (began, right) = (TreeTime.Of(server.Pid), _python.Right);
        var rate = _python.Saturate(Clients, 2 * Slice, cancellationToken);
        return (rate, (TreeTime.Of(server.Pid) - began).Total / (_python.Right - right));
    }

    private double P50(LoadGenerator load) => P50(load.OneByOne(Slice, cancellationToken));

    private static double P50(IReadOnlyCollection<double> times) => Samples.Median(times);
}
