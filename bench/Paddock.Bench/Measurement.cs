namespace Paddock.Bench;

/// <summary>One row's figures, gathered over all rounds.</summary>
internal sealed class Measurement(string name)
{
    private readonly List<double> _rates = [];

    public string Name => name;

    /// <summary>One client, one request after the other.</summary>
    public Samples Latency { get; } = new();

    /// <summary>Which number of clients or parallel starts gave the best rate.</summary>
    public int BestAt { get; private set; }

    /// <summary>The best rate of all rounds and client counts, per second; NaN when none was measured.</summary>
    public double BestRate => _rates.Count == 0 ? double.NaN : _rates.Max();

    public double P50 => Latency.Percentile(50);

    public double P99 => Latency.Percentile(99);

    public void AddRate(int parallel, double perSecond)
    {
        if (_rates.Count == 0 || perSecond > BestRate)
        {
            BestAt = parallel;
        }

        _rates.Add(perSecond);
    }
}
