namespace Paddock.Sandbox.Cells;

/// <summary>Takes what a cell prints as it comes, in place of memory. Called on the thread that serves the cell's streams.</summary>
internal interface IStreamSink
{
    /// <summary>Takes <paramref name="data"/>. False: enough; the cell is killed, and its outcome is <see cref="Core.Executions.Ending.OutputTooLarge"/>.</summary>
    bool Write(ReadOnlySpan<byte> data);
}
