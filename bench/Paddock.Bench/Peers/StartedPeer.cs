namespace Paddock.Bench.Peers;

/// <summary>A peer that is started for each call.</summary>
/// <param name="name">As JSON calls it.</param>
/// <param name="label">As the table for a person calls it.</param>
/// <param name="arguments">Its command line, which begins with the path of a program, or with the name of one that is not there.</param>
/// <param name="logs">Where the output of the first try goes.</param>
internal sealed class StartedPeer(string name, string label, IReadOnlyList<string> arguments, string logs) : Peer(name, label)
{
    private readonly Spawner _spawner = new(name, arguments);

    public override string? Try()
    {
        if (!Path.IsPathRooted(arguments[0]))
        {
            return $"{arguments[0]} is not installed; ./paddock bench --rows peers tries to, and says why when it cannot";
        }

        var output = Path.Combine(logs, $"bench-peer-{Name}.log");
        var status = _spawner.Start(output).Wait();
        var text = File.ReadAllText(output).Trim();
        return status == 0 && text.Contains("\"executed\": true", StringComparison.Ordinal)
            ? null
            : $"it does not run here: wait status {status}, {(text.Length == 0 ? "without a word" : text.Split('\n')[0])}";
    }

    public override void Measure(TimeSpan slice, CancellationToken cancellationToken)
    {
        Measured.Latency.AddRange(_spawner.OneByOne(slice, cancellationToken));
        foreach (var parallel in new[] { Environment.ProcessorCount, 2 * Environment.ProcessorCount })
        {
            Measured.AddRate(parallel, _spawner.Saturate(parallel, slice, cancellationToken));
        }
    }
}
