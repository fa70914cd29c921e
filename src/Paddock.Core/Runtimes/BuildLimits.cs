namespace Paddock.Core.Runtimes;

/// <summary>What one build may take.</summary>
/// <param name="Timeout">From its start to its end.</param>
/// <param name="MemoryBytes">Memory of the build's cell, what it writes included.</param>
/// <param name="PackageBytes">All files of the result together.</param>
/// <param name="PackageFiles">Files of the result.</param>
public sealed record BuildLimits(TimeSpan Timeout, long MemoryBytes, long PackageBytes, int PackageFiles);
