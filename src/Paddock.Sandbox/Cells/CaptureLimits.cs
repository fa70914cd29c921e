namespace Paddock.Sandbox.Cells;

/// <summary>Most bytes kept of a cell's streams and accepted as its output, and of all cells together.</summary>
internal sealed record CaptureLimits(int Stdout, int Stderr, int Output, AnswerBudget Budget);
