namespace Paddock.Bench.Rows;

/// <summary>Bare starts of one program: one after the other, and as many at once as there are cores and twice as many.</summary>
internal sealed class BareRow(BenchOptions options, Spawner spawner) : Row
{
    private readonly Measurement _measured = new(spawner.Name);

    public override string Name => spawner.Name;

    /// <summary>To stand beside a time in milliseconds.</summary>
    public Baseline P50 => new($"bare {Name}", _measured.P50);

    /// <summary>To stand beside a rate.</summary>
    public Baseline Rate => new($"bare {Name}", _measured.BestRate);

    public override IEnumerable<Line> Lines => [Line.Of(Line.Baselines, $"bare {Name}, no sandbox", _measured)];

    public override void Measure(int round, CancellationToken cancellationToken)
    {
        _measured.Latency.AddRange(spawner.OneByOne(options.Slice, cancellationToken));
        foreach (var parallel in new[] { Environment.ProcessorCount, 2 * Environment.ProcessorCount })
        {
            _measured.AddRate(parallel, spawner.Saturate(parallel, options.Slice, cancellationToken));
        }
    }
}
