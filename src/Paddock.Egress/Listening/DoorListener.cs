using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Paddock.Egress.Listening;

/// <summary>Hands connections that were accepted elsewhere to the door's server.</summary>
internal sealed class DoorListener : IConnectionListener
{
    // Not bounded here: MaxConnectionsPerExecution bounds what comes in.
    private readonly Channel<ConnectionContext> _connections = Channel.CreateUnbounded<ConnectionContext>(new UnboundedChannelOptions { SingleReader = true });

    public EndPoint EndPoint { get; } = new DoorEndPoint();

    /// <summary>Passes <paramref name="connection"/> on.</summary>
    /// <returns>False when the server has stopped: the connection still is the caller's.</returns>
    public bool Offer(ConnectionContext connection) => _connections.Writer.TryWrite(connection);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _connections.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_connections.Reader.TryRead(out ConnectionContext? connection))
            {
                return connection;
            }
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _connections.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _connections.Writer.TryComplete();
        while (_connections.Reader.TryRead(out ConnectionContext? connection))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
