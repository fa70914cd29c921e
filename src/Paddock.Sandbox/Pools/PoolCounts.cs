namespace Paddock.Sandbox.Pools;

/// <summary>What a pool's cells do, and how many requests wait for one.</summary>
internal readonly record struct PoolCounts(int Ready, int Spawning, int Running, int Ending, int Waiting);
