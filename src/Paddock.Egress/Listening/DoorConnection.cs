using System.Net;
using Paddock.Egress.Grants;

namespace Paddock.Egress.Listening;

/// <summary>What the door knows of a connection; a feature of it, and so of each of its requests.</summary>
/// <param name="Grant">Whose it is.</param>
/// <param name="Dialed">The address and port that the code connected to. The address means something only when the code dialed one: names all lead to the same.</param>
internal sealed record DoorConnection(Grant Grant, IPEndPoint Dialed)
{
    /// <summary>Whether it came over TLS; the server name then is in the handshake's own feature. Its first byte tells.</summary>
    public bool IsSecure { get; init; }
}
