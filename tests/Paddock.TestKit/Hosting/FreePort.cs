using System.Net;
using System.Net.Sockets;

namespace Paddock.TestKit.Hosting;

/// <summary>Ports of 127.0.0.1 for servers under test, none given out twice.</summary>
internal static class FreePort
{
    private static readonly HashSet<int> _given = [];

    public static int Next()
    {
        lock (_given)
        {
            while (true)
            {
                using var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                var port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (_given.Add(port))
                {
                    return port;
                }
            }
        }
    }
}
