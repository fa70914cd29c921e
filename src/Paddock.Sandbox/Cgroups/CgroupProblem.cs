namespace Paddock.Sandbox.Cgroups;

/// <summary>Why controllers cannot be used.</summary>
/// <param name="Controllers">Which of <c>memory</c>, <c>pids</c> and <c>cpu</c>.</param>
/// <param name="What">What is in the way.</param>
/// <param name="Mend">The command, or else the step, that takes it out of the way.</param>
internal sealed record CgroupProblem(IReadOnlyList<string> Controllers, string What, string Mend);
