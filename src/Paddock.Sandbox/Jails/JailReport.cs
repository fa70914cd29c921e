using System.Buffers.Binary;
using System.Text;

namespace Paddock.Sandbox.Jails;

/// <summary>One message from a jail: struct pd_report of native/include/protocol.h.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Cell">The cell's number; 0 for the jail itself.</param>
/// <param name="A">Meaning by kind.</param>
/// <param name="B">Meaning by kind.</param>
/// <param name="X">Meaning by kind.</param>
/// <param name="Y">Meaning by kind.</param>
/// <param name="Text">The failing step and its reason, for <see cref="JailReportKind.Failed"/>.</param>
internal sealed record JailReport(JailReportKind Kind, uint Cell, int A, int B, ulong X, ulong Y, string Text)
{
    internal const int Size = 192;
    private const int TextOffset = 32;

    /// <summary>Reads a message.</summary>
    /// <returns>The report, or null when the size is not that of one.</returns>
    internal static JailReport? Parse(ReadOnlySpan<byte> message)
    {
        if (message.Length != Size)
        {
            return null;
        }

        ReadOnlySpan<byte> text = message[TextOffset..];
        int end = text.IndexOf((byte)0);
        return new JailReport(
            (JailReportKind)BinaryPrimitives.ReadUInt32LittleEndian(message),
            BinaryPrimitives.ReadUInt32LittleEndian(message[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(message[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(message[12..]),
            BinaryPrimitives.ReadUInt64LittleEndian(message[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(message[24..]),
            text.IsEmpty || text[0] == 0 ? "" : Encoding.UTF8.GetString(end < 0 ? text : text[..end]));
    }
}
