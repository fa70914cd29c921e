namespace Paddock.Core.Executions;

/// <summary>The state of one pool.</summary>
/// <param name="Name">Name of the pool, for example <c>python</c>.</param>
/// <param name="Ready">Cells that wait for a job.</param>
/// <param name="Running">Cells that run one.</param>
/// <param name="Queued">Requests that wait for a cell.</param>
public sealed record PoolHealth(string Name, int Ready, int Running, int Queued);
