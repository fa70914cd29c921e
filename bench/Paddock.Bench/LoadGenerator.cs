using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Paddock.Bench;

/// <summary>Sends one request over and over from one or more clients, each a thread with its own keep-alive connection.</summary>
internal sealed class LoadGenerator(int port, byte[] request, LoadGenerator.Check isRight, TimeSpan? patience = null)
{
    /// <summary>Whether an answer is the right one.</summary>
    internal delegate bool Check(int status, ReadOnlySpan<byte> body);

    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);

    private readonly TimeSpan _patience = patience ?? DefaultPatience;
    private readonly Lock _gate = new();

    /// <summary>Right answers.</summary>
    public int Right { get; private set; }

    /// <summary>Answers that were not the right one, lost connections among them.</summary>
    public int Wrong { get; private set; }

    /// <summary>What the first wrong answer looked like; null when all were right.</summary>
    public string? FirstWrong { get; private set; }

    /// <summary>Requests one after the other for a time; the latencies of the right answers in milliseconds.</summary>
    public IReadOnlyList<double> OneByOne(TimeSpan duration, CancellationToken cancellationToken) =>
        Run(clients: 1, duration, limitPerClient: int.MaxValue, cancellationToken).Latencies;

    /// <summary>As <see cref="OneByOne"/>, with a pause after each: what one caller waits for while the cells that it used up are made anew beside it.</summary>
    public IReadOnlyList<double> Paced(TimeSpan duration, TimeSpan pause, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var latencies = new List<double>();
        var connection = Connect();
        while (clock.Elapsed < duration && !cancellationToken.IsCancellationRequested && TryOnce(ref connection, latencies))
        {
            cancellationToken.WaitHandle.WaitOne(pause);
        }

        connection.Dispose();
        cancellationToken.ThrowIfCancellationRequested();
        return latencies;
    }

    /// <summary>As many right answers per second as that many clients get.</summary>
    public double Saturate(int clients, TimeSpan duration, CancellationToken cancellationToken)
    {
        var (latencies, elapsed) = Clients(clients, duration, cancellationToken);
        return latencies.Count / elapsed.TotalSeconds;
    }

    /// <summary>That many clients for a time, each one request after the other: the latencies of the right answers in milliseconds, and how long it took until the last one came.</summary>
    public (IReadOnlyList<double> Latencies, TimeSpan Elapsed) Clients(int clients, TimeSpan duration, CancellationToken cancellationToken) =>
        Run(clients, duration, limitPerClient: int.MaxValue, cancellationToken);

    /// <summary>So many requests from each of that many clients, however long that takes; the latencies of the right answers in milliseconds.</summary>
    public IReadOnlyList<double> Count(int clients, int perClient, CancellationToken cancellationToken) =>
        Run(clients, TimeSpan.MaxValue, perClient, cancellationToken).Latencies;

    /// <summary>One request from each of that many clients at the same moment.</summary>
    public IReadOnlyList<double> Burst(int clients, CancellationToken cancellationToken) =>
        Run(clients, TimeSpan.MaxValue, limitPerClient: 1, cancellationToken).Latencies;

    private (List<double> Latencies, TimeSpan Elapsed) Run(int clients, TimeSpan duration, int limitPerClient, CancellationToken cancellationToken)
    {
        var all = new List<double>();
        var clock = new Stopwatch();
        using var start = new Barrier(clients, _ => clock.Start());

        // all connected before the first one starts: a client that cannot connect must not leave others at the barrier
        var connections = ConnectAll(clients);
        var threads = Array.ConvertAll(connections, connection => new Thread(() =>
        {
            var mine = Client(connection, start, clock, duration, limitPerClient, cancellationToken);
            lock (_gate)
            {
                all.AddRange(mine);
            }
        }));
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        var elapsed = clock.Elapsed;
        cancellationToken.ThrowIfCancellationRequested();
        return (all, elapsed);
    }

    private List<double> Client(LoopbackConnection connection, Barrier start, Stopwatch clock, TimeSpan duration, int limit, CancellationToken cancellationToken)
    {
        var latencies = new List<double>(Math.Min(limit, 16 * 1024));
        start.SignalAndWait(CancellationToken.None);
        for (var i = 0; i < limit && clock.Elapsed < duration && !cancellationToken.IsCancellationRequested; i++)
        {
            if (!TryOnce(ref connection, latencies))
            {
                break;
            }
        }

        connection.Dispose();
        return latencies;
    }

    private LoopbackConnection[] ConnectAll(int clients)
    {
        var connections = new List<LoopbackConnection>(clients);
        try
        {
            while (connections.Count < clients)
            {
                connections.Add(Connect());
            }

            return [.. connections];
        }
        catch (BenchException)
        {
            connections.ForEach(static connection => connection.Dispose());
            throw;
        }
    }

    private LoopbackConnection Connect()
    {
        try
        {
            return new LoopbackConnection(port, _patience);
        }
        catch (SocketException failure)
        {
            throw new BenchException($"cannot connect to the server: {failure.Message}");
        }
    }

    // A lost connection is a wrong answer and is replaced. False when that fails too: then this client is done.
    private bool TryOnce(ref LoopbackConnection connection, List<double> latencies)
    {
        try
        {
            var began = Stopwatch.GetTimestamp();
            var status = connection.Exchange(request, out var body);
            var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            var right = IsRight(status, body);
            Note(right, right ? null : $"status {status}: {Encoding.UTF8.GetString(body[..Math.Min(body.Length, 300)])}");
            if (right)
            {
                latencies.Add(took);
            }

            return true;
        }
        catch (Exception failure) when (failure is SocketException or BenchException)
        {
            Note(right: false, failure.Message);
            return TryReplace(ref connection);
        }
    }

    // What is no JSON at all is wrong, too.
    private bool IsRight(int status, ReadOnlySpan<byte> body)
    {
        try
        {
            return isRight(status, body);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool TryReplace(ref LoopbackConnection connection)
    {
        try
        {
            connection.Dispose();
            connection = Connect();
            return true;
        }
        catch (BenchException)
        {
            return false;
        }
    }

    private void Note(bool right, string? complaint)
    {
        lock (_gate)
        {
            (Right, Wrong) = right ? (Right + 1, Wrong) : (Right, Wrong + 1);
            FirstWrong ??= complaint;
        }
    }
}
