namespace Paddock.Sandbox.Pools;

/// <summary>How one pool sizes itself. All in cells unless said otherwise.</summary>
/// <param name="Name">Name for logs, metrics and <c>/health</c>.</param>
/// <param name="MinReady">Cells kept ready when nothing happens.</param>
/// <param name="MaxReady">Most cells kept ready under load.</param>
/// <param name="MaxCells">Most cells alive, whatever they do.</param>
/// <param name="MaxQueue">Most requests that may wait for a cell.</param>
/// <param name="QueueTimeout">Longest a request may wait.</param>
/// <param name="MaxForks">Cells after which the template is replaced.</param>
/// <param name="MaxAge">Age at which the template is replaced.</param>
/// <param name="MemoryBytes">The memory limit a new cell has.</param>
internal sealed record PoolSettings(
    string Name,
    int MinReady,
    int MaxReady,
    int MaxCells,
    int MaxQueue,
    TimeSpan QueueTimeout,
    int MaxForks,
    TimeSpan MaxAge,
    long MemoryBytes)
{
    /// <summary>
    /// How many cells a jail makes at the same time: one a core, and one that waits for the kernel. More would be no faster in all, and come in
    /// clumps, each of them late.
    /// </summary>
    internal int MaxSpawning { get; init; } = Math.Clamp(Environment.ProcessorCount + 1, 3, 6);
}
