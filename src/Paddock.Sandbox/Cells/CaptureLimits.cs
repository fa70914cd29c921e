namespace Paddock.Sandbox.Cells;

/// <summary>Most bytes kept of a cell's streams and accepted as its output, and of all cells together.</summary>
internal sealed record CaptureLimits(int Stdout, int Stderr, int Output, AnswerBudget Budget)
{
    /// <summary>Takes stdout in place of memory; null: memory does.</summary>
    public IStreamSink? StdoutSink { get; init; }

    /// <summary>Takes stderr in place of memory; null: memory does.</summary>
    public IStreamSink? StderrSink { get; init; }
}
