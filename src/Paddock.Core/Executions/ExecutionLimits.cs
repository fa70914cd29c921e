namespace Paddock.Core.Executions;

/// <summary>What one execution may use.</summary>
/// <param name="Timeout">Wall-clock time from the moment the job is handed to its cell.</param>
/// <param name="MemoryBytes">Memory of the whole cell, scratch files included, in bytes.</param>
public sealed record ExecutionLimits(TimeSpan Timeout, long MemoryBytes);
