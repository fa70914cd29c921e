using System.Buffers.Binary;
using System.Globalization;
using Paddock.Sandbox.Jails;

namespace Paddock.Sandbox.Tests.Fakes;

/// <summary>struct pd_request or, with ports instead of a value, struct pd_open, as a jail reads them.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Cell">Of which cell.</param>
/// <param name="Value">Meaning by kind.</param>
/// <param name="Ports">All 32 that a request for a door has, less the zeros at the end, with spaces between.</param>
internal readonly record struct JailRequest(JailRequestKind Kind, uint Cell, ulong Value, string Ports = "")
{
    private const int Header = 8;

    internal static JailRequest Parse(ReadOnlySpan<byte> message)
    {
        var kind = (JailRequestKind)BinaryPrimitives.ReadUInt32LittleEndian(message);
        uint cell = BinaryPrimitives.ReadUInt32LittleEndian(message[4..]);
        if (kind != JailRequestKind.Open)
        {
            message.Length.ShouldBe(Header + sizeof(ulong));
            return new JailRequest(kind, cell, BinaryPrimitives.ReadUInt64LittleEndian(message[Header..]));
        }

        message.Length.ShouldBe(Header + (32 * sizeof(ushort)));
        List<string> ports = [];
        for (ReadOnlySpan<byte> rest = message[Header..]; !rest.IsEmpty; rest = rest[sizeof(ushort)..])
        {
            ports.Add(BinaryPrimitives.ReadUInt16LittleEndian(rest).ToString(CultureInfo.InvariantCulture));
        }

        return new JailRequest(kind, cell, 0, string.Join(' ', ports.Take(ports.FindLastIndex(static port => port != "0") + 1)));
    }
}
