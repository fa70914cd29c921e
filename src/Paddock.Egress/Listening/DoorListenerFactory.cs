using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Paddock.Egress.Listening;

/// <summary>Gives the door's server its listener, and everybody else the way to feed it.</summary>
internal sealed class DoorListenerFactory : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>For all connections, whatever they speak.</summary>
    public DoorListener Listener { get; } = new();

    public bool CanBind(EndPoint endpoint) => endpoint is DoorEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(Listener);
}
