namespace Paddock.TestKit.Hosting;

/// <summary>One line of the process table. Pid and start time together never name two processes.</summary>
/// <param name="Pid">Process id on the host.</param>
/// <param name="ParentPid">Process id of its parent.</param>
/// <param name="Name">The kernel's short name of it, for example <c>paddock-jail</c>.</param>
/// <param name="StartTime">Clock ticks after boot.</param>
internal sealed record ProcessInfo(int Pid, int ParentPid, string Name, long StartTime);
