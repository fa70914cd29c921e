using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Paddock.Server.Http;

/// <summary>A whole request body in one pooled buffer.</summary>
internal sealed class RequestBody : IDisposable
{
    // What is believed of a Content-Length before the bytes are here: a thousand idle uploads must not cost a thousand times their claim.
    private const int MaxFirstBuffer = 64 * 1024;
    private const int DefaultFirstBuffer = 4 * 1024;

    // Of what has arrived: no more is taken for what is still to come. Memory that is touched for the first time is most of what a large body costs.
    private const long Growth = 4;

    private readonly long _most;
    private byte[]? _buffer;
    private int _length;

    private RequestBody(long? contentLength, long limit)
    {
        _most = contentLength ?? limit;
        _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(contentLength ?? DefaultFirstBuffer, MaxFirstBuffer));
    }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Reads the body to its end.</summary>
    /// <returns>Null when it is longer than <paramref name="limit"/>.</returns>
    /// <exception cref="BadHttpRequestException">It did not come whole, or not well-formed.</exception>
    /// <exception cref="ConnectionAbortedException">The connection ended, from whichever side.</exception>
    public static async ValueTask<RequestBody?> ReadAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        RequestBody body = new(request.ContentLength, limit);
        bool whole = false;
        try
        {
            whole = await body.FillAsync(request.BodyReader, limit, cancellationToken);
            return whole ? body : null;
        }
        finally
        {
            if (!whole)
            {
                body.Release();
            }
        }
    }

    /// <summary>Gives the buffer back. Call it only when nobody reads <see cref="Bytes"/> any more.</summary>
    public void Release()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }
    }

    /// <summary>As <see cref="Release"/>, with nothing left in the buffer for its next owner.</summary>
    public void Erase()
    {
        _buffer.AsSpan(0, _length).Clear();
        Release();
    }

    /// <summary>Forgets the buffer without giving it back: after an exception somebody may still read it, and the next owner's bytes are not theirs.</summary>
    public void Dispose() => _buffer = null;

    private async ValueTask<bool> FillAsync(PipeReader reader, long limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await ReadAsync(reader, cancellationToken);
            ReadOnlySequence<byte> bytes = read.Buffer;
            if (_length + bytes.Length > limit)
            {
                reader.AdvanceTo(bytes.End);
                return false;
            }

            Append(bytes);
            reader.AdvanceTo(bytes.End);
            if (read.IsCompleted)
            {
                return true;
            }
        }
    }

    /// <summary>Reads on. Whatever goes wrong here came over the wire: it is never our own fault.</summary>
    private static async ValueTask<ReadResult> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or ConnectionResetException)
        {
            throw new ConnectionAbortedException("the connection ended within the body", e);
        }
        catch (Exception e) when (e is not BadHttpRequestException)
        {
            // Kestrel has no exception of its own for some of what can be wrong with a chunk.
            throw new BadHttpRequestException(e is IOException ? e.Message : "it is malformed", StatusCodes.Status400BadRequest, e);
        }
    }

    private void Append(in ReadOnlySequence<byte> bytes)
    {
        int needed = checked(_length + (int)bytes.Length);
        if (needed > _buffer!.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(needed, Math.Min(_buffer.Length * Growth, _most)));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length = needed;
    }
}
