using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Paddock.Egress.Listening;

/// <summary>Gives the door's server its two listeners, and everybody else the way to feed them.</summary>
internal sealed class DoorListenerFactory : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>For connections that speak plain HTTP.</summary>
    public DoorListener Plain { get; } = new(new DoorEndPoint(false));

    /// <summary>For connections that begin with a TLS handshake.</summary>
    public DoorListener Secure { get; } = new(new DoorEndPoint(true));

    public bool CanBind(EndPoint endpoint) => endpoint is DoorEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(((DoorEndPoint)endpoint).IsSecure ? Secure : Plain);
}
