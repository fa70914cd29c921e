namespace Paddock.Sandbox.Health;

/// <summary>One step of a probe that was tried.</summary>
/// <param name="Works">Whether it worked.</param>
/// <param name="Detail">Why not, or a figure.</param>
internal sealed record ProbeStep(bool Works, string Detail);
