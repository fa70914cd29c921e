using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Paddock.Core.Grants;
using Paddock.Sandbox.Io;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Jails;

/// <summary>
/// The message layer on a jail's socket. Thread-safe: the lock keeps a late request from going to whoever got the number of a descriptor that was
/// just closed. A request that the socket has no room for waits here, because a lost kill would leave a cell running for ever.
/// </summary>
internal sealed unsafe class JailSocket(Descriptor descriptor, IoLoop loop)
{
    private const int RequestSize = 16;
    private const int PortsOffset = 8;
    private const int OpenSize = PortsOffset + (GrantLimits.MaxPorts * sizeof(ushort));
    private const int ControlSize = 64; // a cmsghdr and more descriptors than a jail ever passes
    private const int ControlHeaderSize = 16; // struct cmsghdr
    private const int SocketLevel = 1;
    private const int Rights = 1;

    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _unsent = new();
    private ulong _token;

    /// <summary>Starts the calls of <paramref name="target"/>, which reads with <see cref="TryReceive"/> and sends with <see cref="SendRest"/>.</summary>
    /// <exception cref="IOException">The kernel has no room for another watch.</exception>
    internal void Watch(IPollTarget target)
    {
        lock (_gate)
        {
            _token = loop.Watch(descriptor, target, 0);
            loop.WatchWrites(descriptor, _token, on: _unsent.Count > 0);
        }
    }

    /// <summary>Sends the launch description.</summary>
    /// <returns>False when the launcher is gone.</returns>
    internal bool Send(ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            if (!descriptor.IsOpen)
            {
                return false;
            }

            int sent = _unsent.Count > 0 ? 0 : descriptor.Send(message);
            if (sent == 0)
            {
                _unsent.Enqueue(message.ToArray());
                loop.WatchWrites(descriptor, _token, on: true);
            }

            return sent >= 0;
        }
    }

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

    /// <summary>Sends the request for a door.</summary>
    /// <param name="cell">Whose.</param>
    /// <param name="ports">TCP ports, each once; at most <see cref="GrantLimits.MaxPorts"/>.</param>
    /// <returns>False when the launcher is gone.</returns>
    internal bool SendOpen(uint cell, IReadOnlyList<int> ports)
    {
        Span<byte> message = stackalloc byte[OpenSize];
        message.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(message, (uint)JailRequestKind.Open);
        BinaryPrimitives.WriteUInt32LittleEndian(message[4..], cell);
        for (int i = 0; i < ports.Count; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(message[(PortsOffset + (i * sizeof(ushort)))..], checked((ushort)ports[i]));
        }

        return Send(message);
    }

    /// <summary>Sends what had to wait, as far as there is room.</summary>
    internal void SendRest()
    {
        lock (_gate)
        {
            if (_unsent.Count == 0 || !descriptor.IsOpen)
            {
                return;
            }

            while (_unsent.TryPeek(out byte[]? message) && descriptor.Send(message) != 0)
            {
                _unsent.Dequeue();
            }

            loop.WatchWrites(descriptor, _token, on: _unsent.Count > 0);
        }
    }

    /// <summary>Takes the next report without blocking.</summary>
    /// <param name="report">The report, or null when there is none now.</param>
    /// <param name="passed">Descriptors that came with it; the caller owns them.</param>
    /// <returns>False when the launcher is gone or talks nonsense.</returns>
    internal bool TryReceive(out JailReport? report, out Descriptor[] passed)
    {
        Span<byte> message = stackalloc byte[JailReport.Size + 1];
        Span<byte> control = stackalloc byte[ControlSize];
        report = null;
        passed = [];
        fixed (byte* data = message, controlData = control)
        {
            var vector = new Libc.IoVector { Base = data, Length = (nuint)message.Length };
            var header = new Libc.MessageHeader { Vectors = &vector, VectorCount = 1, Control = controlData, ControlLength = (nuint)control.Length };
            nint length = Receive(&header, out int error);
            if (length < 0)
            {
                return error is Libc.EAGAIN or Libc.EINTR;
            }

            passed = TakeDescriptors(control[..(int)header.ControlLength]);
            report = JailReport.Parse(message[..(int)length]);
            return report is not null;
        }
    }

    internal void Close()
    {
        lock (_gate)
        {
            loop.Forget(_token);
            descriptor.Close();
            _unsent.Clear();
        }
    }

    private nint Receive(Libc.MessageHeader* header, out int error)
    {
        lock (_gate)
        {
            nint length = Libc.recvmsg(descriptor.Number, header, Libc.DescriptorsCloseOnExec | Libc.DoNotWait);
            error = Marshal.GetLastPInvokeError();
            return length;
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
