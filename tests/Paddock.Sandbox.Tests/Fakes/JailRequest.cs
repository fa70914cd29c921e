using System.Buffers.Binary;
using Paddock.Sandbox.Jails;

namespace Paddock.Sandbox.Tests.Fakes;

/// <summary>struct pd_request, as a jail reads it.</summary>
internal readonly record struct JailRequest(JailRequestKind Kind, uint Cell, ulong Value)
{
    internal static JailRequest Parse(ReadOnlySpan<byte> message)
    {
        message.Length.ShouldBe(16);
        return new JailRequest(
            (JailRequestKind)BinaryPrimitives.ReadUInt32LittleEndian(message),
            BinaryPrimitives.ReadUInt32LittleEndian(message[4..]),
            BinaryPrimitives.ReadUInt64LittleEndian(message[8..]));
    }
}
