using System.Net;

namespace Paddock.Egress.Upstream;

/// <summary>Finds the addresses of a name.</summary>
internal interface IHostResolver
{
    /// <summary>All addresses of <paramref name="host"/>, the best first.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">It has none, or that cannot be found out.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}
