using System.Net;
using System.Net.Sockets;
using Paddock.Core.Health;
using Paddock.Server.Hosting;

namespace Paddock.Server.Doctor;

/// <summary>Whether the addresses can be listened on. One in use is no failure: it may be the server whose operator asks.</summary>
internal static class ListenCheck
{
    private const string Name = "listen";

    public static Finding Examine(ServerOptions options, IConfiguration configuration)
    {
        ListenAddress.ParseAll(options.Urls, out IReadOnlyList<ListenAddress> addresses);
        if (addresses.FirstOrDefault(static address => !address.IsLoopback) is { } exposed && string.IsNullOrWhiteSpace(configuration["PADDOCK_API_KEYS"]))
        {
            return new Finding(Name, FindingState.Lacking, $"{exposed} can be reached from other machines, and PADDOCK_API_KEYS is not set")
            {
                Cost = "a made key is shown to one person on this machine, which is no ground to let others in",
                Mend = "export PADDOCK_API_KEYS=$(openssl rand -hex 16)",
            };
        }

        foreach (ListenAddress address in addresses)
        {
            if (Bind(address) is { } error)
            {
                return error == SocketError.AddressAlreadyInUse
                    ? new Finding(Name, FindingState.Weak, $"{address} is in use, perhaps by a Paddock that runs") { Cost = "another server cannot listen there", Mend = "choose another port with --urls" }
                    : new Finding(Name, FindingState.Lacking, $"{address} cannot be listened on: {error}") { Cost = "nobody can call", Mend = "choose another address with --urls" };
            }
        }

        return new Finding(Name, FindingState.Fine, string.Join(", ", addresses));
    }

    private static SocketError? Bind(ListenAddress address)
    {
        IPAddress ip = address.Address ?? IPAddress.Loopback;
        using Socket socket = new(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(ip, address.Port));
            socket.Listen();
            return null;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
    }
}
