using Paddock.Egress.Masking;

namespace Paddock.Egress.Forwarding;

/// <summary>What a host sends: counted, limited, and without the grant's secrets.</summary>
/// <param name="inner">As it comes.</param>
/// <param name="exchange">What it belongs to.</param>
/// <param name="startsEarly">Whether the head goes out while the first byte is still awaited: a stream of events may be silent for long, and its reader wants to know that it is there.</param>
internal sealed class ResponseStream(Stream inner, Exchange exchange, bool startsEarly) : DuplexStream(inner, ownsInner: true)
{
    /// <summary>As much as the copying asks for at a time.</summary>
    private const int PieceSize = 64 * 1024;

    private readonly MaskingBuffer? _masking = exchange.Mask is { } mask ? new MaskingBuffer(mask) : null;
    private bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_masking is null || buffer.IsEmpty)
        {
            return await ReadInnerAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        while (_masking.Ready == 0 && !_ended)
        {
            int count = await ReadInnerAsync(_masking.Reserve(PieceSize), cancellationToken).ConfigureAwait(false);
            _masking.Commit(count);
            _ended = count == 0;
        }

        return _masking.Take(buffer.Span);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        exchange.Entry.AddSent(buffer.Length);
        return base.WriteAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _masking?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadInnerAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            int count = await ReadAndStartAsync(buffer, cancellationToken).ConfigureAwait(false);
            exchange.CountReceived(count);
            return count;
        }
        catch
        {
            // Later this can no longer be told: the forwarder ends what it cannot finish in the same way.
            exchange.IsAbandoned = exchange.Context.RequestAborted.IsCancellationRequested;
            exchange.WasSilent = cancellationToken.IsCancellationRequested && !exchange.IsAbandoned;
            throw;
        }
    }

    private async ValueTask<int> ReadAndStartAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        ValueTask<int> read = Inner.ReadAsync(buffer, cancellationToken);
        if (startsEarly && !read.IsCompleted && !exchange.Context.Response.HasStarted)
        {
            await exchange.Context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return await read.ConfigureAwait(false);
    }
}
