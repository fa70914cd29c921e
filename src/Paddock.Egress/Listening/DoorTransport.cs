using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Paddock.Egress.Listening;

/// <summary>
/// A connection that tells when it is really over: after its socket has been closed. That its client has closed its sending half
/// is not yet an end: it may well wait for an answer, and the server sees the end of the input by the input.
/// </summary>
internal sealed class DoorTransport : ConnectionContext
{
    /// <summary>How long a client that has closed its sending half may wait for answers: one that has gone for good looks the same.</summary>
    internal static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    // Of netinet/tcp.h; the state is the first byte of what the option tells.
    private const int TcpLevel = 6;
    private const int TcpInfo = 11;
    private const byte CloseWait = 8;

    private readonly ConnectionContext _inner;
    private readonly Socket _socket;
    private readonly Action _ended;
    private readonly CancellationTokenSource _closed;
    private int _disposed;

    /// <summary>Wraps a connection.</summary>
    /// <param name="inner">The connection itself.</param>
    /// <param name="socket">Its socket, which it owns.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ended">Called once.</param>
    public DoorTransport(ConnectionContext inner, Socket socket, TimeProvider time, Action ended)
    {
        _inner = inner;
        inner.Transport = new LastInput(inner.Transport);
        _socket = socket;
        _ended = ended;
        _closed = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        ConnectionClosed = _closed.Token;
        inner.ConnectionClosed.UnsafeRegister(static state => ((DoorTransport)state!).OnInputEnded(), this);
    }

    public override string ConnectionId
    {
        get => _inner.ConnectionId;
        set => _inner.ConnectionId = value;
    }

    public override IFeatureCollection Features => _inner.Features;

    public override IDictionary<object, object?> Items
    {
        get => _inner.Items;
        set => _inner.Items = value;
    }

    public override IDuplexPipe Transport
    {
        get => _inner.Transport;
        set => _inner.Transport = value;
    }

    public override CancellationToken ConnectionClosed { get; set; }

    public override EndPoint? LocalEndPoint
    {
        get => _inner.LocalEndPoint;
        set => _inner.LocalEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => _inner.RemoteEndPoint;
        set => _inner.RemoteEndPoint = value;
    }

    public override void Abort()
    {
        _inner.Abort();
        Close();
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        _inner.Abort(abortReason);
        Close();
    }

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            try
            {
                await _inner.DisposeAsync().ConfigureAwait(false);
            }
            finally
            {
                Close();
                _ended();
            }
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    private void OnInputEnded()
    {
        if (IsHalfClosed())
        {
            _closed.CancelAfter(Farewell);
        }
        else
        {
            Close();
        }
    }

    // Not in the thread of the caller: the server aborts with locks held that its own callbacks take. This also ends the timer, so nothing is left to dispose.
    private void Close() => _ = _closed.CancelAsync();

    /// <summary>Whether the client has closed its sending half and nothing else has happened: after a reset or an abort it is another state, or no socket.</summary>
    private bool IsHalfClosed()
    {
        try
        {
            Span<byte> state = stackalloc byte[1];
            return _socket.GetRawSocketOption(TcpLevel, TcpInfo, state) == 1 && state[0] == CloseWait;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
