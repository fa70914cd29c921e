namespace Paddock.Sandbox.Cells;

/// <summary>Most bytes kept of a cell's streams and accepted as its output.</summary>
internal sealed record CaptureLimits(int Stdout, int Stderr, int Output);
