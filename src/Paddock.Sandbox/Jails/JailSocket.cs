using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Jails;

/// <summary>The message layer on a jail's socket. Sending is thread-safe: the kernel keeps messages whole.</summary>
internal sealed unsafe class JailSocket(Descriptor descriptor)
{
    internal const int MaxDescriptors = 4;
    private const int RequestSize = 16;
    private const int ControlHeaderSize = 16; // struct cmsghdr
    private const int SocketLevel = 1;
    private const int Rights = 1;

    internal Descriptor Descriptor => descriptor;

    /// <summary>Sends the launch description.</summary>
    /// <returns>False when the launcher is gone.</returns>
    internal bool Send(ReadOnlySpan<byte> message) => descriptor.IsOpen && descriptor.Send(message) == message.Length;

    /// <summary>Sends a request.</summary>
    /// <returns>False when the launcher is gone.</returns>
    internal bool Send(JailRequestKind kind, uint cell, ulong value = 0)
    {
        Span<byte> message = stackalloc byte[RequestSize];
        BinaryPrimitives.WriteUInt32LittleEndian(message, (uint)kind);
        BinaryPrimitives.WriteUInt32LittleEndian(message[4..], cell);
        BinaryPrimitives.WriteUInt64LittleEndian(message[8..], value);
        return Send(message);
    }

    /// <summary>Takes the next report without blocking.</summary>
    /// <param name="report">The report, or null when there is none now.</param>
    /// <param name="passed">Descriptors that came with it; the caller owns them.</param>
    /// <returns>False when the launcher is gone or talks nonsense.</returns>
    internal bool TryReceive(out JailReport? report, out Descriptor[] passed)
    {
        Span<byte> message = stackalloc byte[JailReport.Size + 1];
        Span<byte> control = stackalloc byte[64];
        report = null;
        passed = [];
        fixed (byte* data = message, controlData = control)
        {
            var vector = new Libc.IoVector { Base = data, Length = (nuint)message.Length };
            var header = new Libc.MessageHeader { Vectors = &vector, VectorCount = 1, Control = controlData, ControlLength = (nuint)control.Length };
            nint length = Libc.recvmsg(descriptor.Number, &header, Libc.DescriptorsCloseOnExec | Libc.DoNotWait);
            if (length < 0)
            {
                return Marshal.GetLastPInvokeError() is Libc.EAGAIN or Libc.EINTR;
            }

            passed = TakeDescriptors(control[..(int)header.ControlLength]);
            report = JailReport.Parse(message[..(int)length]);
            return report is not null;
        }
    }

    private static Descriptor[] TakeDescriptors(ReadOnlySpan<byte> control)
    {
        if (control.Length < ControlHeaderSize || BinaryPrimitives.ReadInt32LittleEndian(control[8..]) != SocketLevel ||
            BinaryPrimitives.ReadInt32LittleEndian(control[12..]) != Rights)
        {
            return [];
        }

        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(control) - ControlHeaderSize;
        var passed = new Descriptor[length / sizeof(int)];
        for (int i = 0; i < passed.Length; i++)
        {
            passed[i] = new Descriptor(BinaryPrimitives.ReadInt32LittleEndian(control[(ControlHeaderSize + (i * sizeof(int)))..]));
        }

        return passed;
    }
}
