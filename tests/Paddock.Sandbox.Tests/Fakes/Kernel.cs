using System.Runtime.InteropServices;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Tests.Fakes;

/// <summary>Pipes and sockets for both sides of a test.</summary>
internal static unsafe partial class Kernel
{
    internal const int Stream = 1;
    private const int ReadOnly = 0;

    /// <summary>A pipe whose reading end does not block, as the jail makes it.</summary>
    internal static (Descriptor Reader, Descriptor Writer) Pipe()
    {
        (Descriptor reader, Descriptor writer) = BlockingPipe();
        fcntl(reader.Number, 4, ReadOnly | Libc.NonBlocking).ShouldBe(0);
        return (reader, writer);
    }

    /// <summary>A pipe as no honest jail passes one.</summary>
    internal static (Descriptor Reader, Descriptor Writer) BlockingPipe()
    {
        int* ends = stackalloc int[2];
        pipe2(ends, Libc.CloseOnExec).ShouldBe(0);
        return (new Descriptor(ends[0]), new Descriptor(ends[1]));
    }

    /// <summary>A socket pair: ours does not block, theirs does.</summary>
    internal static (Descriptor Ours, Descriptor Theirs) Pair(int type)
    {
        int* ends = stackalloc int[2];
        Libc.socketpair(Libc.UnixDomain, type | Libc.CloseOnExec, 0, ends).ShouldBe(0);
        fcntl(ends[0], 4, 2 | Libc.NonBlocking).ShouldBe(0);
        return (new Descriptor(ends[0]), new Descriptor(ends[1]));
    }

    internal static void MakeExecutable(string path) => chmod(path, 0b111_101_101).ShouldBe(0);

    /// <summary>Not by the command: between its fork and its exec a child holds what other tests see as closed.</summary>
    internal static void MakeFifo(string path) => mkfifo(path, 0b100_100_100).ShouldBe(0);

    internal static Descriptor Open(string path) => new(open(path, ReadOnly | Libc.CloseOnExec));

    /// <summary>Makes the number of <paramref name="descriptor"/> stand for what <paramref name="other"/> is; what it stood for is closed.</summary>
    internal static void Replace(Descriptor descriptor, Descriptor other) => dup3(other.Number, descriptor.Number, Libc.CloseOnExec).ShouldBe(descriptor.Number);

    /// <summary>Writes all of it, blocking; false when the other end is gone.</summary>
    internal static bool Write(Descriptor descriptor, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            fixed (byte* start = data)
            {
                nint count = Libc.write(descriptor.Number, start, data.Length);
                if (count <= 0)
                {
                    return false;
                }

                data = data[(int)count..];
            }
        }

        return true;
    }

    /// <summary>Waits until there is something to read, the end included.</summary>
    internal static void AwaitReadable(Descriptor descriptor)
    {
        var request = new Libc.PollRequest { Number = descriptor.Number, Events = Libc.PollIn };
        Libc.poll(&request, 1, Soon.PatienceMilliseconds).ShouldBe(1, "nothing came in time");
    }

    /// <summary>Sends one packet with descriptors; false when the other end is gone.</summary>
    internal static bool SendPacket(Descriptor socket, byte[] message, params ReadOnlySpan<int> passed)
    {
        Span<byte> control = stackalloc byte[64];
        control.Clear();
        BitConverter.TryWriteBytes(control, 16L + (passed.Length * sizeof(int)));
        BitConverter.TryWriteBytes(control[8..], 1); // SOL_SOCKET
        BitConverter.TryWriteBytes(control[12..], 1); // SCM_RIGHTS
        MemoryMarshal.AsBytes(passed).CopyTo(control[16..]);
        fixed (byte* data = message, controlData = control)
        {
            var vector = new Libc.IoVector { Base = data, Length = (nuint)message.Length };
            var header = new Libc.MessageHeader { Vectors = &vector, VectorCount = 1 };
            if (!passed.IsEmpty)
            {
                header.Control = controlData;
                header.ControlLength = (nuint)((16 + (passed.Length * sizeof(int)) + 7) / 8 * 8);
            }

            return sendmsg(socket.Number, &header, Libc.NoSignal) == message.Length;
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkfifo(string path, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int pipe2(int* ends, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int dup3(int from, int to, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int fd, int command, int argument);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int chmod(string path, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendmsg(int fd, Libc.MessageHeader* message, int flags);
}
