namespace Paddock.Core.Executions;

/// <summary>One bucket of a histogram of durations.</summary>
/// <param name="UpToSeconds">Its upper bound in seconds; infinite for the last.</param>
/// <param name="Count">How many durations are in it, those of shorter buckets not counted.</param>
public readonly record struct StepBucket(double UpToSeconds, long Count);
