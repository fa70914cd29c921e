namespace Paddock.Core.Executions;

/// <summary>How many executions of one pool ended one way, since the server started.</summary>
/// <param name="Pool">Name of the pool.</param>
/// <param name="Ending">The way.</param>
/// <param name="Count">How many.</param>
public sealed record EndingCount(string Pool, Ending Ending, long Count);
