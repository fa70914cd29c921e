using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Paddock.Egress.Listening;

/// <summary>One connection of a cell, from its acceptance until its socket is closed.</summary>
internal sealed class Visit(Socket socket)
{
    private static readonly LingerOption _atOnce = new(true, 0);

    private readonly Lock _gate = new();
    private DoorTransport? _connection;
    private bool _aborted;

    /// <summary>Makes a connection of the socket, which that one owns from then on.</summary>
    /// <returns>Null when the visit was aborted, or has ended already.</returns>
    public DoorTransport? Connect(Func<Socket, DoorTransport> make)
    {
        lock (_gate)
        {
            if (_aborted)
            {
                return null;
            }

            try
            {
                socket.NoDelay = true;
                return _connection = make(socket);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return null;
            }
        }
    }

    /// <summary>The address and port that were dialed; null when the connection has ended already.</summary>
    public IPEndPoint? Dialed
    {
        get
        {
            try
            {
                return socket.LocalEndPoint as IPEndPoint;
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return null;
            }
        }
    }

    /// <summary>Closes the socket at once, whatever is on its way.</summary>
    public void Abort()
    {
        DoorTransport? connection;
        lock (_gate)
        {
            _aborted = true;
            connection = _connection;
        }

        try
        {
            // The cell has gone: nobody is there to take what has not been sent yet.
            socket.LingerState = _atOnce;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It ended by itself.
        }

        if (connection is null)
        {
            socket.Dispose();
        }
        else
        {
            connection.Abort(new ConnectionAbortedException("The execution has ended."));
        }
    }
}
