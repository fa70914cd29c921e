using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Paddock.Hostile.Tests.Fuzzing;

namespace Paddock.Hostile.Tests.Http;

/// <summary>
/// One connection that does what a script says, and reads all that comes. Operations: <c>send</c> bytes, <c>wait</c> for so many milliseconds or an
/// answer, <c>fin</c> (no more from us), <c>reset</c>.
/// </summary>
internal sealed class RawExchange(int port) : IDisposable
{
    /// <summary>Once we have said that nothing more comes, the server has to be done within this; a busy machine is slow.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(15);

    private readonly MemoryStream _received = new();
    private long _lastAt;

    /// <summary>True when the server, or we, ended it by a reset: what came before may be cut off.</summary>
    public bool WasReset { get; private set; }

    public void Dispose() => _received.Dispose();

    public async Task<byte[]> RunAsync(Script script, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var reading = ReadAsync(socket);
        foreach (var step in script.Steps)
        {
            if (!await DoAsync(socket, step, reading, cancellationToken))
            {
                break;
            }
        }

        Shut(socket);
        if (await Task.WhenAny(reading, Task.Delay(_patience, cancellationToken)) != reading)
        {
            throw new TimeoutException($"the server neither answered nor closed within {_patience.TotalSeconds} s after the end of what we sent");
        }

        await reading;
        return _received.ToArray();
    }

    private async Task<bool> DoAsync(Socket socket, Step step, Task reading, CancellationToken cancellationToken)
    {
        switch (step.Op)
        {
            case "send":
                return await SendAsync(socket, step.Data, reading, cancellationToken);
            case "wait":
                await AwaitAnswerAsync(TimeSpan.FromMilliseconds(step.Number), reading, cancellationToken);
                return true;
            case "fin":
                Shut(socket);
                return false;
            case "reset":
                WasReset = true;
                socket.LingerState = new LingerOption(true, 0);
                socket.Close();
                return false;
            default:
                return true;
        }
    }

    private static async Task<bool> SendAsync(Socket socket, byte[] data, Task reading, CancellationToken cancellationToken)
    {
        try
        {
            for (var at = 0; at < data.Length;)
            {
                // A server that has closed need not take the rest.
                var sending = socket.SendAsync(data.AsMemory(at), cancellationToken).AsTask();
                if (await Task.WhenAny(sending, reading) == reading && !sending.IsCompleted)
                {
                    return false;
                }

                at += await sending;
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task AwaitAnswerAsync(TimeSpan bound, Task reading, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (!reading.IsCompleted && clock.Elapsed < bound && (Stopwatch.GetElapsedTime(Volatile.Read(ref _lastAt)) < _quiet || !HasAnswer()))
        {
            await Task.WhenAny(reading, Task.Delay(2, cancellationToken));
        }
    }

    /// <summary>Half an answer is cut off when we say that no more comes.</summary>
    private bool HasAnswer()
    {
        byte[] received;
        lock (_received)
        {
            received = _received.ToArray();
        }

        return HttpAnswer.IsWhole(received);
    }

    private async Task ReadAsync(Socket socket)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer) is var count and > 0)
            {
                lock (_received)
                {
                    _received.Write(buffer, 0, count);
                }

                Volatile.Write(ref _lastAt, Stopwatch.GetTimestamp());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            WasReset = true;
        }
    }

    private static void Shut(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is over already.
        }
    }
}
