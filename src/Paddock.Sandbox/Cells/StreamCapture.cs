using Paddock.Core.Executions;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Cells;

/// <summary>Keeps what a cell prints, up to a cap; what comes after is drained and counted, so that the cell never blocks on a full pipe.</summary>
/// <param name="cap">Most bytes to keep.</param>
/// <param name="memory">Where room for them is asked for; refused, nothing more is kept.</param>
/// <param name="sink">Takes everything in their place; null: nobody does.</param>
internal sealed class StreamCapture(int cap, AnswerMemory memory, IStreamSink? sink = null)
{
    private const int FirstBuffer = 4096;

    /// <summary>What a pipe can hold at most; an unprivileged process cannot enlarge it further (fs.pipe-max-size).</summary>
    private const int PipeMax = 1024 * 1024;

    private byte[] _buffer = [];
    private int _length;
    private long _dropped;

    /// <summary>True once the sink has had enough.</summary>
    internal bool IsRefused { get; private set; }

    /// <summary>Takes what is there now.</summary>
    /// <param name="descriptor">A non-blocking pipe.</param>
    /// <param name="scratch">Room for one read.</param>
    /// <returns>False at the end of the stream.</returns>
    /// <remarks>Bounded by <see cref="PipeMax"/> so that a cell that never stops printing cannot hold its reader.</remarks>
    internal bool Drain(Descriptor descriptor, Span<byte> scratch)
    {
        for (int taken = 0; taken <= PipeMax;)
        {
            int count = descriptor.Read(scratch);
            if (count <= 0)
            {
                return count < 0;
            }

            Append(scratch[..count]);
            taken += count;
            if (count < scratch.Length)
            {
                return true;
            }
        }

        return true;
    }

    internal CapturedStream ToStream() => _length == 0 && _dropped == 0 ? CapturedStream.Empty : new(_buffer.AsMemory(0, _length), _dropped);

    private void Append(ReadOnlySpan<byte> data)
    {
        if (sink is not null)
        {
            IsRefused |= !IsRefused && !sink.Write(data);
            return;
        }

        int kept = Math.Min(data.Length, cap - _length);
        if (_length + kept > _buffer.Length)
        {
            int wanted = Math.Max(Math.Max(FirstBuffer, _length + kept), Math.Min(cap, _buffer.Length * 2));
            if (!memory.TryGrow(_buffer.Length, wanted))
            {
                return;
            }

            Array.Resize(ref _buffer, wanted);
        }

        data[..kept].CopyTo(_buffer.AsSpan(_length));
        _length += kept;
        _dropped += data.Length - kept;
    }
}
