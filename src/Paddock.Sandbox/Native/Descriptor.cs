using System.Runtime.InteropServices;

namespace Paddock.Sandbox.Native;

/// <summary>One open file descriptor; closed once, by <see cref="Close"/>. Not thread-safe: its owner's lock guards it.</summary>
internal sealed class Descriptor(int number)
{
    private int _number = number;

    /// <summary>The number, or -1 once closed.</summary>
    internal int Number => _number;

    internal bool IsOpen => _number >= 0;

    /// <summary>Of a socket, once <see cref="Read"/> has come to its end: the other end went without having read all that it was sent.</summary>
    internal bool IsReset { get; private set; }

    /// <summary>Whether there is something to read now. Unlike a read this never waits, whatever the descriptor is; false once closed.</summary>
    internal unsafe bool IsReadable
    {
        get
        {
            var request = new Libc.PollRequest { Number = _number, Events = Libc.PollIn };
            return Libc.poll(&request, 1, 0) == 1 && (request.Returned & Libc.PollIn) != 0;
        }
    }

    internal void Close()
    {
        int number = Interlocked.Exchange(ref _number, -1);
        if (number >= 0)
        {
            _ = Libc.close(number);
        }
    }

    /// <summary>Gives the descriptor away: whoever takes the number closes it.</summary>
    internal int Release() => Interlocked.Exchange(ref _number, -1);

    /// <summary>Reads without blocking.</summary>
    /// <returns>Bytes read; 0 at the end of the stream or after an error; -1 when there is nothing now.</returns>
    internal unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                nint count = Libc.read(_number, start, buffer.Length);
                if (count >= 0)
                {
                    return (int)count;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case Libc.EINTR: continue;
                    case Libc.EAGAIN: return -1;
                    case Libc.ECONNRESET: IsReset = true; return 0;
                    default: return 0;
                }
            }
        }
    }

    /// <summary>Sends without blocking and without a signal when the other end is gone.</summary>
    /// <returns>Bytes taken; 0 when the socket is full; -1 when the other end is gone.</returns>
    internal unsafe int Send(ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
        {
            while (true)
            {
                nint count = Libc.send(_number, start, data.Length, Libc.NoSignal | Libc.DoNotWait);
                if (count >= 0)
                {
                    return (int)count;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case Libc.EINTR: continue;
                    case Libc.EAGAIN: return 0;
                    default: return -1;
                }
            }
        }
    }
}
