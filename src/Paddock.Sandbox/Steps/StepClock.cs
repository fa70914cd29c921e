using System.Diagnostics;
using System.Diagnostics.Metrics;
using Paddock.Core.Executions;

namespace Paddock.Sandbox.Steps;

/// <summary>
/// Where one pool's time goes and how its executions end: a histogram a step and a count an ending, shown in <c>/health</c> and <c>/metrics</c>, and
/// published as <c>paddock.step.duration</c> and <c>paddock.executions</c> to whoever listens to the meter.
/// </summary>
internal sealed class StepClock
{
    private static readonly Step[] s_steps = Enum.GetValues<Step>();
    private static readonly string[] s_names = [.. s_steps.Select(static step => step.ToString().ToLowerInvariant())];
    private static readonly Ending[] s_endings = Enum.GetValues<Ending>();

    private readonly string _pool;
    private readonly Histogram<double> _durations;
    private readonly Counter<long> _executions;
    private readonly StepHistogram[] _histograms = [.. s_steps.Select(static _ => new StepHistogram())];
    private readonly long[] _ended = new long[s_endings.Length];

    internal StepClock(string pool, Meter meter)
    {
        _pool = pool;
        _durations = meter.CreateHistogram(
            "paddock.step.duration", "s", "Time spent in each step of an execution", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = StepHistogram.Bounds });
        _executions = meter.CreateCounter<long>("paddock.executions", "{execution}", "Executions, by how they ended");
    }

    internal void Record(Step step, TimeSpan duration)
    {
        _histograms[(int)step].Record(duration);
        if (_durations.Enabled)
        {
            _durations.Record(duration.TotalSeconds, new TagList { { "pool", _pool }, { "step", s_names[(int)step] } });
        }
    }

    internal void Count(Ending ending)
    {
        Interlocked.Increment(ref _ended[(int)ending]);
        if (_executions.Enabled)
        {
            _executions.Add(1, new TagList { { "pool", _pool }, { "ending", EndingNames.Of(ending) } });
        }
    }

    internal IEnumerable<StepHealth> Read() => s_steps.Select(step =>
    {
        (long count, double p50, double p99) = _histograms[(int)step].Read();
        return new StepHealth(_pool, s_names[(int)step], count, p50, p99);
    });

    /// <summary>Every step that has happened.</summary>
    internal IEnumerable<StepTimes> ReadTimes() =>
        from step in s_steps
        let read = _histograms[(int)step].ReadBuckets()
        where read.Buckets.Any(static bucket => bucket.Count > 0)
        select new StepTimes(_pool, s_names[(int)step], read.Total, read.Buckets);

    /// <summary>Every way to end that has happened.</summary>
    internal IEnumerable<EndingCount> ReadEndings() =>
        from ending in s_endings
        let count = Interlocked.Read(ref _ended[(int)ending])
        where count > 0
        select new EndingCount(_pool, ending, count);
}
