using System.Globalization;
using System.Net.Sockets;
using Paddock.Core.Grants;
using Paddock.Egress.Grants;
using Paddock.Egress.Names;

namespace Paddock.Egress.Listening;

/// <summary>
/// The sockets that one cell was given, and all that came in by them.
///
/// Theory of operation: a loop for each listener accepts; each connection is a <see cref="Visit"/> and is handed to the door's
/// server. Loops and visits are counted while they last, so that closing can wait for the last of them: closing
/// takes their sockets away, and every one of them ends by that.
/// </summary>
internal sealed class CellDoor(Grant grant, DoorServices services)
{
    // How long accepting rests after an error. That this process has no descriptor left does not end by trying again at once.
    private static readonly TimeSpan _rest = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly List<Socket> _sockets = [];
    private readonly HashSet<Visit> _visits = [];
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _closed;

    // The door itself counts until it is closed.
    private int _busy = 1;

    /// <summary>Serves on these sockets until the end of the door. Once.</summary>
    public void Open(IReadOnlyList<DoorSocket> sockets)
    {
        List<(Socket Socket, bool IsDatagram)> opened = [];
        lock (_gate)
        {
            if (_closed)
            {
                Drop(sockets);
                return;
            }

            try
            {
                foreach (DoorSocket given in sockets)
                {
                    Socket socket = new((SafeSocketHandle)given.Handle);
                    _sockets.Add(socket);
                    opened.Add((socket, given.IsDatagram));
                }
            }
            catch
            {
                Drop(sockets);
                throw;
            }

            _busy += opened.Count;
        }

        foreach ((Socket socket, bool isDatagram) in opened)
        {
            // Not in the context of the caller: whoever opens the door has a job to send, and its request ends before the door does.
            ThreadPool.UnsafeQueueUserWorkItem(
                static work => _ = work.Door.RunAsync(work.Socket, work.IsDatagram), (Door: this, Socket: socket, IsDatagram: isDatagram), preferLocal: false);
        }
    }

    /// <summary>Closes what <see cref="Open"/> would have taken.</summary>
    public static void Drop(IReadOnlyList<DoorSocket> sockets)
    {
        foreach (DoorSocket socket in sockets)
        {
            socket.Handle.Dispose();
        }
    }

    /// <summary>Takes every socket away.</summary>
    /// <returns>Ends when nothing of the door is left.</returns>
    public Task Close()
    {
        Visit[] visits;
        lock (_gate)
        {
            if (_closed)
            {
                return _idle.Task;
            }

            _closed = true;
            visits = [.. _visits];
        }

        foreach (Socket socket in _sockets)
        {
            socket.Dispose();
        }

        foreach (Visit visit in visits)
        {
            visit.Abort();
        }

        Leave();
        return _idle.Task;
    }

    private async Task RunAsync(Socket socket, bool isDatagram)
    {
        try
        {
            await (isDatagram ? AnswerNamesAsync(socket) : AcceptAllAsync(socket)).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Log.ListenerBroke(services.Logger, grant.ExecutionId, error);
        }
        finally
        {
            Leave();
        }
    }

    private async Task AnswerNamesAsync(Socket socket)
    {
        if (await new NameResponder(socket).RunAsync().ConfigureAwait(false))
        {
            grant.Journal.Note(string.Create(CultureInfo.InvariantCulture, $"more than {NameResponder.MaxQueries} name lookups are not answered"));
        }
    }

    private async Task AcceptAllAsync(Socket listener)
    {
        while (true)
        {
            try
            {
                Admit(await listener.AcceptAsync().ConfigureAwait(false));
            }
            catch (SocketException error) when (!Volatile.Read(ref _closed))
            {
                Log.NotAccepted(services.Logger, grant.ExecutionId, error.SocketErrorCode);
                await Task.Delay(_rest, services.Time).ConfigureAwait(false);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Admit(Socket socket)
    {
        Visit visit = new(socket);
        bool isFull;
        bool isAdmitted;
        lock (_gate)
        {
            isFull = _visits.Count >= services.MaxConnections;
            isAdmitted = !_closed && !isFull;
            if (isAdmitted)
            {
                _visits.Add(visit);
                _busy++;
            }
        }

        if (isAdmitted)
        {
            _ = PassOnAsync(visit);
            return;
        }

        socket.Dispose();
        if (isFull)
        {
            grant.Journal.Note($"more than {services.MaxConnections} connections at a time are not allowed, further ones were closed (the operator's limit, {EgressOptions.SectionName}__{nameof(EgressOptions.MaxConnectionsPerExecution)})");
        }
    }

    private async Task PassOnAsync(Visit visit)
    {
        DoorTransport? transport = null;
        try
        {
            if (visit.Dialed is { } dialed
                && (transport = visit.Connect(socket => new DoorTransport(services.Connections.Create(socket), socket, services.Time, () => End(visit)))) is not null)
            {
                transport.Features.Set(new DoorConnection(grant, dialed));
                if (services.Listener.Offer(transport))
                {
                    return;
                }
            }
        }
        catch (Exception error)
        {
            Log.ConnectionBroke(services.Logger, grant.ExecutionId, error);
        }

        visit.Abort();
        if (transport is null)
        {
            End(visit);
        }
        else
        {
            await transport.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void End(Visit visit)
    {
        lock (_gate)
        {
            _visits.Remove(visit);
        }

        Leave();
    }

    private void Leave()
    {
        bool isLast;
        lock (_gate)
        {
            isLast = --_busy == 0;
        }

        if (isLast)
        {
            _idle.TrySetResult();
        }
    }
}
