using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Paddock.Egress.Listening;

/// <summary>What all grants share to get connections from their sockets to the door's server.</summary>
internal sealed class DoorServices(
    DoorListenerFactory listeners, IOptions<EgressOptions> options, TimeProvider time, ILogger<DoorServices> logger) : IDisposable
{
    /// <summary>Where connections go.</summary>
    public DoorListener Listener => listeners.Listener;

    /// <summary>
    /// Makes connections of accepted sockets. It logs nothing: what happens on a connection is the code's doing. What arrives is handled, and what is
    /// answered is sent, by the thread that is at it: nothing behind the door blocks one, and waking another takes longer than most of the work.
    /// </summary>
    public SocketConnectionContextFactory Connections { get; } = new(new SocketConnectionFactoryOptions { UnsafePreferInlineScheduling = true }, NullLogger.Instance);

    /// <summary>Most connections of one execution at a time.</summary>
    public int MaxConnections { get; } = options.Value.MaxConnectionsPerExecution;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>For what goes wrong on this side.</summary>
    public ILogger Logger => logger;

    public void Dispose() => Connections.Dispose();
}
