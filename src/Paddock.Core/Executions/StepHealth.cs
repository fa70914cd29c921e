namespace Paddock.Core.Executions;

/// <summary>How long one step of an execution takes in one pool.</summary>
/// <param name="Pool">Name of the pool.</param>
/// <param name="Step">Name of the step: <c>queue</c>, <c>door</c>, <c>dispatch</c>, <c>run</c>, <c>result</c>, <c>reap</c>, <c>spawn</c>, <c>cage</c> or <c>refill</c>.</param>
/// <param name="Count">How often it was measured since the server started.</param>
/// <param name="P50Milliseconds">Median.</param>
/// <param name="P99Milliseconds">99th percentile.</param>
public sealed record StepHealth(string Pool, string Step, long Count, double P50Milliseconds, double P99Milliseconds);
