using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Paddock.Egress.Tests.Fakes;

/// <summary>A host that does whatever a test wants on each connection.</summary>
internal sealed class RawUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _connections;

    internal RawUpstream(Func<NetworkStream, CancellationToken, Task> talk)
    {
        _listener.Start();
        _accepting = Task.Run(() => AcceptAsync(talk));
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal int Connections => Volatile.Read(ref _connections);

    /// <summary>Answers each connection's first request with <paramref name="response"/>, then closes.</summary>
    internal static RawUpstream Answering(string response) => new(async (stream, cancellationToken) =>
    {
        await ReadHeadAsync(stream, cancellationToken);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(response), cancellationToken);
    });

    internal static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.Soonest();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<NetworkStream, CancellationToken, Task> talk)
    {
        List<Task> conversations = [];
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                conversations.Add(Task.Run(() => TalkAsync(socket, talk)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The end; the last is what a listener says that has been stopped.
        }

        await Task.WhenAll(conversations);
    }

    private async Task TalkAsync(Socket socket, Func<NetworkStream, CancellationToken, Task> talk)
    {
        try
        {
            await using NetworkStream stream = new(socket, ownsSocket: true);
            await talk(stream, _stop.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The door hung up, or the test is over.
        }
    }
}
