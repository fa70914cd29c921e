namespace Paddock.Sandbox.Cgroups;

/// <summary>A directory of a cgroup tree in which jails may make their own.</summary>
/// <param name="Controller"><c>memory</c>, <c>pids</c> or <c>cpu</c> on version 1, <c>unified</c> on version 2.</param>
/// <param name="Directory">Absolute path.</param>
internal sealed record CgroupPlace(string Controller, string Directory);
