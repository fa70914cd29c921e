namespace Paddock.Core.Executions;

/// <summary>What the sandbox says of itself.</summary>
/// <param name="Ready">True once every pool has had a caged cell ready.</param>
/// <param name="Layers">One entry per isolation layer, in the order of docs/design.md.</param>
/// <param name="Pools">One entry per pool.</param>
public sealed record SandboxHealth(bool Ready, IReadOnlyList<LayerHealth> Layers, IReadOnlyList<PoolHealth> Pools)
{
    /// <summary>Where the time of the executions so far went, per pool and step.</summary>
    public IReadOnlyList<StepHealth> Steps { get; init; } = [];

    /// <summary>Names of the layers without which it was started by <c>--allow-degraded</c>; settled once it has started.</summary>
    public IReadOnlyList<string> Degraded { get; init; } = [];
}
