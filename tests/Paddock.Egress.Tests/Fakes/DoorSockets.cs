using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Paddock.Core.Grants;

namespace Paddock.Egress.Tests.Fakes;

/// <summary>Sockets as a jail passes them, but on this machine's loopback.</summary>
internal static partial class DoorSockets
{
    private static readonly string[] _tables = ["tcp", "tcp6", "udp", "udp6"];

    /// <summary>A listener on every address, as in a cell.</summary>
    internal static DoorSocket Listener(out int port, int backlog = 4096)
    {
        using Socket socket = new(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        socket.DualMode = true;
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        socket.Listen(backlog);
        port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        return new DoorSocket(port, false, Duplicate(socket));
    }

    internal static DoorSocket Datagrams(out int port, bool isIpv6 = true)
    {
        using Socket socket = new(isIpv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        if (isIpv6)
        {
            socket.DualMode = true;
        }

        socket.Bind(new IPEndPoint(isIpv6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
        port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        return new DoorSocket(port, true, Duplicate(socket));
    }

    /// <summary>How many sockets of this process are bound to the port on their own side.</summary>
    internal static int OpenAt(int port)
    {
        HashSet<string> mine = [.. Directory.EnumerateFiles("/proc/self/fd").Select(TargetOf)];
        string suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return _tables
            .SelectMany(static table => File.ReadLines($"/proc/self/net/{table}").Skip(1))
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[1].EndsWith(suffix, StringComparison.Ordinal))
            .Count(fields => mine.Any(link => link.EndsWith($"socket:[{fields[9]}]", StringComparison.Ordinal)));
    }

    private static string TargetOf(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, false)?.ToString() ?? "";
        }
        catch (IOException)
        {
            // Closed in the meantime.
            return "";
        }
    }

    private static SafeSocketHandle Duplicate(Socket socket)
    {
        int copy = Duplicate((int)socket.Handle, 1030, 3);
        copy.ShouldBeGreaterThan(0);
        return new SafeSocketHandle(copy, true);
    }

    // F_DUPFD_CLOEXEC
    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Duplicate(int descriptor, int command, int least);
}
