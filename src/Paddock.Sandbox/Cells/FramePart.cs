using System.Buffers;

namespace Paddock.Sandbox.Cells;

/// <summary>A part of a frame that is not copied into one piece.</summary>
internal sealed class FramePart : ReadOnlySequenceSegment<byte>
{
    private FramePart(ReadOnlyMemory<byte> bytes, long before)
    {
        Memory = bytes;
        RunningIndex = before;
    }

    /// <summary>These, one after the other.</summary>
    internal static ReadOnlySequence<byte> Join(params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        var first = new FramePart(parts[0], 0);
        FramePart last = first;
        foreach (ReadOnlyMemory<byte> bytes in parts[1..])
        {
            var next = new FramePart(bytes, last.RunningIndex + last.Memory.Length);
            last.Next = next;
            last = next;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
