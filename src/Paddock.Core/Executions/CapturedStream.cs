using System.Diagnostics.CodeAnalysis;

namespace Paddock.Core.Executions;

/// <summary>What a cell wrote to one of its streams.</summary>
/// <param name="Bytes">The bytes kept: all of them up to the cap.</param>
/// <param name="DroppedBytes">How many more were written after the cap was reached, drained and dropped.</param>
[SuppressMessage("Naming", "CA1711", Justification = "It is what was captured of a stream, in the words of the protocol.")]
public sealed record CapturedStream(ReadOnlyMemory<byte> Bytes, long DroppedBytes)
{
    /// <summary>Nothing was written.</summary>
    public static CapturedStream Empty { get; } = new(ReadOnlyMemory<byte>.Empty, 0);
}
