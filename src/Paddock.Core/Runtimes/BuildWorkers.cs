namespace Paddock.Core.Runtimes;

/// <summary>How many builds run at a time.</summary>
/// <param name="Count">1 or more.</param>
internal sealed record BuildWorkers(int Count);
