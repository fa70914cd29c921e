using Paddock.Sandbox.Cells;

namespace Paddock.Sandbox.Builds;

/// <summary>Hands what a cell prints to the build's log.</summary>
/// <param name="log">Hears it.</param>
internal sealed class LogSink(Action<ReadOnlyMemory<byte>> log) : IStreamSink
{
    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> data)
    {
        log(data.ToArray());
        return true;
    }
}
