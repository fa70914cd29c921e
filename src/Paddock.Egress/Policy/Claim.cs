using System.Net;

namespace Paddock.Egress.Policy;

/// <summary>What a request says about where it wants to go. Nothing of it is trusted.</summary>
/// <param name="IsSecure">Whether it came over TLS.</param>
/// <param name="ServerName">The name in the TLS handshake; null or empty when there was none.</param>
/// <param name="Host">The Host header, or HTTP/2's <c>:authority</c>; null or empty when there was none.</param>
/// <param name="Target">The request's target as it was sent: a path with its query, or a whole URL.</param>
/// <param name="Dialed">The address and port that the code connected to.</param>
internal readonly record struct Claim(bool IsSecure, string? ServerName, string? Host, string Target, IPEndPoint Dialed);
