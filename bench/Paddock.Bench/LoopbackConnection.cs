using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Paddock.Bench;

/// <summary>
/// One keep-alive HTTP/1.1 connection to 127.0.0.1 over a blocking socket. Not a general client: it sends prepared bytes and reads
/// one answer with a length or in chunks, because the load generator's own work is paid on the cores it measures.
/// </summary>
internal sealed class LoopbackConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];
    private int _filled;

    public LoopbackConnection(int port, TimeSpan timeout)
    {
        _socket.SendTimeout = _socket.ReceiveTimeout = (int)timeout.TotalMilliseconds;
        _socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
    }

    /// <summary>Sends the request and waits for the whole answer. The body is valid until the next call.</summary>
    public int Exchange(ReadOnlySpan<byte> request, out ReadOnlySpan<byte> body)
    {
        while (request.Length > 0)
        {
            request = request[_socket.Send(request)..];
        }

        _filled = 0;
        var headers = ReadHeaders();
        var status = StatusOf(_buffer);
        body = ContentLengthOf(_buffer.AsSpan(0, headers)) is { } length ? ReadCounted(headers, length) : ReadChunks(headers);
        return status;
    }

    public void Dispose() => _socket.Dispose();

    private int ReadHeaders()
    {
        while (true)
        {
            var end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return end + 4;
            }

            Receive();
        }
    }

    private static int StatusOf(ReadOnlySpan<byte> head) =>
        Utf8Parser.TryParse(head["HTTP/1.1 ".Length..], out int status, out _) ? status : throw new BenchException("the server does not speak HTTP/1.1");

    private static int? ContentLengthOf(ReadOnlySpan<byte> headers)
    {
        var at = headers.IndexOf("\r\nContent-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(headers[(at + 18)..], out int length, out _) ? length : null;
    }

    private ReadOnlySpan<byte> ReadCounted(int start, int length)
    {
        while (_filled < start + length)
        {
            Receive();
        }

        return _buffer.AsSpan(start, length);
    }

    // Moves the chunks together in place, over their size lines.
    private ReadOnlySpan<byte> ReadChunks(int start)
    {
        var (read, written) = (start, start);
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(read, _filled - read).IndexOf("\r\n"u8)) < 0)
            {
                Receive();
            }

            if (!Utf8Parser.TryParse(_buffer.AsSpan(read, line), out int size, out _, 'X'))
            {
                throw new BenchException("the server sent a chunk without a size");
            }

            read += line + 2;
            while (_filled < read + size + 2)
            {
                Receive();
            }

            _buffer.AsSpan(read, size).CopyTo(_buffer.AsSpan(written));
            (read, written) = (read + size + 2, written + size);
            if (size == 0)
            {
                return _buffer.AsSpan(start, written - start);
            }
        }
    }

    private void Receive()
    {
        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = _socket.Receive(_buffer.AsSpan(_filled));
        if (count == 0)
        {
            throw new BenchException("the server closed a connection in the middle of an answer");
        }

        _filled += count;
    }
}
