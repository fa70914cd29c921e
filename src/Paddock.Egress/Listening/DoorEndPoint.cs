using System.Net;

namespace Paddock.Egress.Listening;

/// <summary>Where connections of cells come in. Not an address: nothing is bound, the sockets are passed in already accepted.</summary>
/// <param name="isSecure">Whether they speak TLS.</param>
internal sealed class DoorEndPoint(bool isSecure) : EndPoint
{
    /// <summary>Whether they speak TLS.</summary>
    public bool IsSecure => isSecure;

    /// <inheritdoc/>
    public override string ToString() => isSecure ? "door-tls" : "door";
}
