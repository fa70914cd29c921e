using Paddock.Core.Executions;

namespace Paddock.Sandbox.Revisions;

/// <summary>How many pools of revisions there may be.</summary>
/// <param name="BudgetBytes">Memory that all of them may take together.</param>
/// <param name="MaxPools">Most of them.</param>
/// <param name="MaxQueue">Most requests that may wait for a revision to get a pool.</param>
/// <param name="QueueTimeout">Longest a request may wait for that.</param>
/// <param name="Executions">The limits of a trial call.</param>
internal sealed record RevisionSettings(long BudgetBytes, int MaxPools, int MaxQueue, TimeSpan QueueTimeout, ExecutionsOptions Executions);
