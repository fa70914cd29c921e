namespace Paddock.Bench.Rows;

/// <summary>What so many clients found, over all rounds.</summary>
internal sealed class ClientsLevel(int clients)
{
    private TimeSpan _elapsed;

    public int Clients => clients;

    public Samples Times { get; } = new();

    /// <summary>Right answers a second; NaN before the first round.</summary>
    public double Rate => Times.Count / _elapsed.TotalSeconds;

    public void Add((IReadOnlyList<double> Latencies, TimeSpan Elapsed) round)
    {
        Times.AddRange(round.Latencies);
        _elapsed += round.Elapsed;
    }
}
