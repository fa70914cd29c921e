namespace Paddock.Bench.Peers;

/// <summary>Something that a user could pick in place of Paddock, running the same example.</summary>
/// <param name="name">As JSON calls it.</param>
/// <param name="label">As the table for a person calls it.</param>
internal abstract class Peer(string name, string label)
{
    public string Name => name;

    public string Label => label;

    public Measurement Measured { get; } = new(name);

    /// <summary>Tries it once.</summary>
    /// <returns>Why it cannot be measured here; null when it can.</returns>
    public abstract string? Try();

    /// <summary>One round.</summary>
    public abstract void Measure(TimeSpan slice, CancellationToken cancellationToken);
}
