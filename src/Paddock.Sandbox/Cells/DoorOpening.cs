using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Paddock.Core.Grants;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Cells;

/// <summary>
/// Collects the sockets of one door while the jail passes them, one a report. They are closed here unless all of them become an answer. Not
/// thread-safe: the cell's lock guards it.
/// </summary>
internal sealed class DoorOpening(IReadOnlyList<int> ports)
{
    private const int Stream = 0;
    private const int Datagram = 1;
    private const int NamesPort = 53;

    private readonly TaskCompletionSource<DoorAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<DoorSocket> _sockets = [];

    /// <summary>Never fails.</summary>
    internal Task<DoorAnswer> Answer => _answer.Task;

    private int Expected => ports.Count + 1;

    /// <summary>Takes a socket that was asked for and is not there yet.</summary>
    /// <returns>False when it is none; the descriptors are the caller's to close then.</returns>
    internal bool TryTake(int port, int kind, Descriptor[] passed)
    {
        bool isAskedFor = kind == Stream ? ports.Contains(port) : kind == Datagram && port == NamesPort;
        bool isDatagram = kind == Datagram;
        if (_answer.Task.IsCompleted || !isAskedFor || passed.Length != 1 || _sockets.Any(socket => socket.Port == port && socket.IsDatagram == isDatagram))
        {
            return false;
        }

        _sockets.Add(new DoorSocket(port, isDatagram, new SafeSocketHandle(passed[0].Release(), ownsHandle: true)));
        return true;
    }

    /// <summary>Nothing more will come.</summary>
    /// <param name="errno">0, or why the jail could not open all of it.</param>
    internal void Conclude(int errno)
    {
        if (errno == Libc.ESRCH)
        {
            Abandon();
        }
        else if (errno != 0)
        {
            End(new DoorAnswer(null, $"its launcher could not open it: {Marshal.GetPInvokeErrorMessage(errno)}; a line of the launcher on stderr names the step"));
        }
        else if (_sockets.Count < Expected)
        {
            End(new DoorAnswer(null, string.Create(CultureInfo.InvariantCulture, $"its launcher passed {_sockets.Count} of {Expected} sockets")));
        }
        else
        {
            _answer.TrySetResult(new DoorAnswer(_sockets, null));
        }
    }

    /// <summary>The cell or its jail is gone, or nobody wants its door any more. Does nothing after an answer.</summary>
    internal void Abandon() => End(default);

    private void End(DoorAnswer answer)
    {
        if (!_answer.TrySetResult(answer))
        {
            return;
        }

        foreach (DoorSocket socket in _sockets)
        {
            socket.Handle.Dispose();
        }
    }
}
