using System.Net;

namespace Paddock.Egress.Listening;

/// <summary>Where connections of cells come in. Not an address: nothing is bound, the sockets are passed in already accepted.</summary>
internal sealed class DoorEndPoint : EndPoint
{
    /// <inheritdoc/>
    public override string ToString() => "door";
}
