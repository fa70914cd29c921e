namespace Paddock.Core.Executions;

/// <summary>The state of one isolation layer.</summary>
/// <param name="Name">Stable name, for example <c>seccomp</c>.</param>
/// <param name="Active">True when the layer stands in every cell.</param>
/// <param name="Detail">One line for people: what is there, or what is missing and how to mend it.</param>
public sealed record LayerHealth(string Name, bool Active, string Detail);
