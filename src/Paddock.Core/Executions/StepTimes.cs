namespace Paddock.Core.Executions;

/// <summary>How long one step of an execution took in one pool, as a histogram, since the server started.</summary>
/// <param name="Pool">Name of the pool.</param>
/// <param name="Step">Name of the step, as in <see cref="StepHealth"/>.</param>
/// <param name="Total">The sum of all durations.</param>
/// <param name="Buckets">The buckets, the shortest durations first; the last has no upper bound.</param>
public sealed record StepTimes(string Pool, string Step, TimeSpan Total, IReadOnlyList<StepBucket> Buckets);
