namespace Paddock.Core.Records;

/// <summary>Which executions a list is to have.</summary>
/// <param name="OnlyNonZeroExitCodes">True: only those that failed.</param>
public sealed record RecordFilter(bool OnlyNonZeroExitCodes);
