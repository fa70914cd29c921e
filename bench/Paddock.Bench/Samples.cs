namespace Paddock.Bench;

/// <summary>Measured times of one row, in milliseconds, gathered over all rounds.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public void Add(double milliseconds) => _values.Add(milliseconds);

    public void AddRange(IEnumerable<double> milliseconds) => _values.AddRange(milliseconds);

    /// <summary>The middle one, or the mean of the middle two; NaN without any.</summary>
    public static double Median(IReadOnlyCollection<double> values) => values.Count == 0
        ? double.NaN
        : values.Order().Skip((values.Count - 1) / 2).Take(2 - (values.Count % 2)).Average();

    /// <summary>Nearest-rank percentile; NaN without a sample.</summary>
    public double Percentile(double percent)
    {
        if (_values.Count == 0)
        {
            return double.NaN;
        }

        var sorted = _values.Order().ToArray();
        var rank = (int)Math.Ceiling(percent / 100 * sorted.Length) - 1;
        return sorted[Math.Clamp(rank, 0, sorted.Length - 1)];
    }
}
