using System.Buffers.Binary;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Cells;

/// <summary>Collects the one frame a cell may send. Every byte comes from code that nobody has read: memory grows with what has arrived, never with what is announced.</summary>
/// <param name="maxPayload">Largest payload accepted, in bytes.</param>
/// <param name="memory">Where room for it is asked for; refused, the frame stays incomplete.</param>
internal sealed class ResultReader(int maxPayload, AnswerMemory memory)
{
    private const int HeaderSize = 5;
    private const byte ResultKind = 2;
    private const int FirstBuffer = 1024;

    // Of what has arrived. Memory that is touched for the first time is most of what a large result costs: twice as much would be 22 MiB for 10.
    private const long Growth = 4;

    private byte[] _buffer = new byte[FirstBuffer];
    private int _length;

    internal FrameState State { get; private set; }

    /// <summary>The payload, once <see cref="State"/> is <see cref="FrameState.Complete"/>.</summary>
    internal ReadOnlyMemory<byte> Payload => _buffer.AsMemory(HeaderSize, PayloadLength);

    private int PayloadLength => (int)BinaryPrimitives.ReadUInt32LittleEndian(_buffer);

    /// <summary>Takes what is there now.</summary>
    internal FrameState Read(Descriptor job)
    {
        while (State == FrameState.Incomplete)
        {
            int wanted = Wanted();
            if (!TryReserve(wanted))
            {
                break;
            }

            int count = job.Read(_buffer.AsSpan(_length, Math.Min(wanted, _buffer.Length - _length)));
            if (count < 0)
            {
                break;
            }

            _length += count;
            State = count == 0 ? FrameState.Closed : Judge();
        }

        return State;
    }

    private int Wanted() => (_length < HeaderSize ? HeaderSize : HeaderSize + PayloadLength) - _length;

    private bool TryReserve(int wanted)
    {
        if (_length < _buffer.Length)
        {
            return true;
        }

        int size = (int)Math.Min((long)_length + wanted, _length * Growth);
        if (!memory.TryGrow(_buffer.Length, size))
        {
            return false;
        }

        byte[] larger = GC.AllocateUninitializedArray<byte>(size);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        _buffer = larger;
        return true;
    }

    private FrameState Judge()
    {
        if (_length < HeaderSize)
        {
            return FrameState.Incomplete;
        }

        if (_buffer[4] != ResultKind)
        {
            return FrameState.Broken;
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(_buffer) > (uint)maxPayload)
        {
            return FrameState.TooLarge;
        }

        return _length == HeaderSize + PayloadLength ? FrameState.Complete : FrameState.Incomplete;
    }
}
