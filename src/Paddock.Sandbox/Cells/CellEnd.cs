namespace Paddock.Sandbox.Cells;

/// <summary>What the jail saw when it reaped a cell.</summary>
/// <param name="BySignal">True when it died of a signal.</param>
/// <param name="Code">Exit code or signal.</param>
/// <param name="OomKills">How often the kernel killed in its cgroup for want of memory.</param>
/// <param name="CpuTime">CPU time of its main process and the children it waited for.</param>
internal readonly record struct CellEnd(bool BySignal, int Code, ulong OomKills, TimeSpan CpuTime);
