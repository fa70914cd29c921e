using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Paddock.Door.Tests.Upstream;

/// <summary>A host that does not keep to the rules. The path of a request says which one it breaks.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private static readonly byte[] _filler = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;

    public FaultyServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It has been stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                await MisbehaveAsync(client, stream, await ReadPathAsync(stream));
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or SocketException)
            {
                // The door has had enough.
            }
        }
    }

    private async Task<string> ReadPathAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer, _stop.Token);
            if (count == 0)
            {
                break;
            }

            head.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return head.ToString().Split(' ') is [_, var path, ..] ? path : "";
    }

    private async Task MisbehaveAsync(TcpClient client, NetworkStream stream, string path)
    {
        switch (path)
        {
            case "/reset":
                client.Client.LingerState = new LingerOption(true, 0);
                break;
            case "/close":
                break;
            case "/stall":
                await Task.Delay(Timeout.Infinite, _stop.Token);
                break;
            case "/garbage":
                await SayAsync(stream, "\u0001\u0002 this is no HTTP\r\n\r\n");
                break;
            case "/short":
                await SayAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
                break;
            case "/long":
                await SayAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfourand much more");
                await Task.Delay(Timeout.Infinite, _stop.Token);
                break;
            case "/stall-midway":
                await SayAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
                await Task.Delay(Timeout.Infinite, _stop.Token);
                break;
            case "/reason":
                await SayAsync(stream, "HTTP/1.1 401 a-reason-that-may-be-a-secret\r\nContent-Length: 0\r\n\r\n");
                break;
            case "/no-content":
                await SayAsync(stream, "HTTP/1.1 204 No Content\r\nContent-Length: 60\r\n\r\n");
                break;
            case "/switch":
                await SayAsync(stream, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\nwhatever");
                await Task.Delay(Timeout.Infinite, _stop.Token);
                break;
            case "/endless-headers":
                await SayAsync(stream, "HTTP/1.1 200 OK\r\n");
                for (var i = 0; ; i++)
                {
                    await SayAsync(stream, $"X-Header-{i}: {new string('x', 1000)}\r\n");
                }

            case "/endless-body":
                await SayAsync(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                while (true)
                {
                    await SayAsync(stream, "10000\r\n");
                    await stream.WriteAsync(_filler, _stop.Token);
                    await SayAsync(stream, "\r\n");
                }

            default:
                await SayAsync(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
                break;
        }
    }

    private ValueTask SayAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), _stop.Token);
}
