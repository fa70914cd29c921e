using Paddock.Bench.Floors;

namespace Paddock.Bench.Rows;

/// <summary>Forks of a warm CPython that run the example and exit: the floor of Python.</summary>
internal sealed class ForkRow(BenchOptions options) : Row
{
    private readonly WarmFork _fork = WarmFork.OfServer(options.Logs);
    private readonly Measurement _measured = new("fork");
    private readonly List<double> _cpu = [];

    public override string Name => "fork";

    /// <summary>To stand beside a time in milliseconds.</summary>
    public Baseline P50 => new("fork+run+exit", _measured.P50);

    /// <summary>To stand beside a rate.</summary>
    public Baseline Rate => new("fork+run+exit", _measured.BestRate);

    /// <summary>To stand beside the CPU time of an execution while saturated, in milliseconds.</summary>
    public Baseline Cpu => new("fork+run+exit", Samples.Median(_cpu));

    public override IEnumerable<Line> Lines =>
    [
        Line.Of(Line.Baselines, "bare fork+run+exit, warm CPython", _measured),
        new("cpu", "fork", "CPU of a fork+run+exit, saturated", new Figure("cpu_ms", Cpu.Value)),
    ];

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        var times = _fork.Measure(options.Slice, [Environment.ProcessorCount, 2 * Environment.ProcessorCount]);
        _measured.Latency.AddRange(times.Milliseconds);
        foreach (var (parallel, perSecond, cpu) in times.Saturated)
        {
            _measured.AddRate(parallel, perSecond);
            _cpu.Add(cpu);
        }
    }
}
