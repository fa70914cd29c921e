using System.Diagnostics;
using System.Diagnostics.Metrics;
using Paddock.Core.Executions;

namespace Paddock.Sandbox.Steps;

/// <summary>Where one pool's time goes: a histogram a step, exported as the metric <c>paddock.step.duration</c> and shown in <c>/health</c>.</summary>
internal sealed class StepClock
{
    private static readonly Step[] s_steps = Enum.GetValues<Step>();
    private static readonly string[] s_names = [.. s_steps.Select(static step => step.ToString().ToLowerInvariant())];

    private readonly string _pool;
    private readonly Histogram<double> _metric;
    private readonly StepHistogram[] _histograms = [.. s_steps.Select(static _ => new StepHistogram())];

    internal StepClock(string pool, Meter meter)
    {
        _pool = pool;
        _metric = meter.CreateHistogram<double>("paddock.step.duration", "ms", "Time spent in each step of an execution");
    }

    internal void Record(Step step, TimeSpan duration)
    {
        _histograms[(int)step].Record(duration.TotalMilliseconds);
        if (_metric.Enabled)
        {
            _metric.Record(duration.TotalMilliseconds, new TagList { { "pool", _pool }, { "step", s_names[(int)step] } });
        }
    }

    internal IEnumerable<StepHealth> Read() => s_steps.Select(step =>
    {
        (long count, double p50, double p99) = _histograms[(int)step].Read();
        return new StepHealth(_pool, s_names[(int)step], count, p50, p99);
    });
}
