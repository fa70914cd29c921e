using Paddock.Egress.Masking;

namespace Paddock.Egress.Forwarding;

/// <summary>What a host sends: counted, limited, and without the secrets that it was sent.</summary>
/// <param name="inner">As it comes.</param>
/// <param name="exchange">What it belongs to.</param>
/// <param name="startsEarly">Whether the head goes out while the first byte is still awaited: a stream of events may be silent for long, and its reader wants to know that it is there.</param>
internal sealed class ResponseStream(Stream inner, Exchange exchange, bool startsEarly) : DuplexStream(inner, ownsInner: true)
{
    /// <summary>As much as the copying asks for at a time.</summary>
    private const int PieceSize = 64 * 1024;

    /// <summary>
    /// After this time without a byte all that is held of an open-ended response goes out, or an event or a message would wait for the next one. A secret that comes in two pieces with such
    /// a pause between them is not found: a host that sends it so means to, and what it means to do nobody can stop; and a network may pause too. Hiding is best effort.
    /// </summary>
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(25);

    private readonly MaskingBuffer? _masking = exchange.Mask is { } mask ? new MaskingBuffer(mask) : null;
    private readonly CancellationTokenSource _cancel = new();
    private Task<int>? _pending;
    private bool _ended;
    private bool _isDisposed;
    private long _readSince = exchange.Time.GetTimestamp();

    /// <summary>Whether nobody knows how much is still to come: then what is held back cannot wait for the rest.</summary>
    public bool IsOpenEnded { get; init; } = true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _readSince = exchange.Time.GetTimestamp();
        try
        {
            // A read of nothing only waits; while something is held or under way, it waits as any other does.
            return _masking is null || (buffer.IsEmpty && _pending is null && _masking is { Ready: 0, Held: 0 })
                ? await ReadPlainAsync(buffer, cancellationToken).ConfigureAwait(false)
                : await ReadMaskedAsync(_masking, buffer, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Later this can no longer be told: the forwarder ends what it cannot finish in the same way.
            exchange.IsAbandoned = exchange.Context.RequestAborted.IsCancellationRequested;
            exchange.WasSilent = cancellationToken.IsCancellationRequested && !exchange.IsAbandoned && exchange.Time.GetElapsedTime(_readSince) >= exchange.LeastSilence;
            throw;
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        exchange.Entry.AddSent(buffer.Length);
        return base.WriteAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            if (_pending is { IsCompleted: false })
            {
                _cancel.Cancel();
            }

            base.Dispose(disposing);
            if (_pending is { } pending)
            {
                // Until it ends, it may write to the memory that is given back.
                pending.ContinueWith(FreeAfter, _masking, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            else
            {
                _masking?.Dispose();
            }

            _cancel.Dispose();
        }
    }

    private static void FreeAfter(Task<int> read, object? masking)
    {
        // Its error is nobody's any more.
        _ = read.Exception;
        ((MaskingBuffer?)masking)?.Dispose();
    }

    private async ValueTask<int> ReadPlainAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        ValueTask<int> read = Inner.ReadAsync(buffer, cancellationToken);
        if (!read.IsCompleted)
        {
            await StartAsync(cancellationToken).ConfigureAwait(false);
        }

        int count = await read.ConfigureAwait(false);
        exchange.CountReceived(count);
        return count;
    }

    private async ValueTask<int> ReadMaskedAsync(MaskingBuffer masking, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // What is pending may have been begun by an earlier call, so it has a token of its own.
        using CancellationTokenRegistration cancelled = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _cancel);
        while (masking.Ready == 0 && !_ended)
        {
            _pending ??= Inner.ReadAsync(masking.Reserve(PieceSize), _cancel.Token).AsTask();
            if (!_pending.IsCompleted)
            {
                await StartAsync(cancellationToken).ConfigureAwait(false);
            }

            if (IsOpenEnded && masking.Held > 0 && !await ComesSoonAsync(_pending, cancellationToken).ConfigureAwait(false))
            {
                masking.Release();
                break;
            }

            int count = await _pending.ConfigureAwait(false);
            _pending = null;
            exchange.CountReceived(count);
            masking.Commit(count);
            _ended = count == 0;
        }

        return masking.Take(buffer.Span);
    }

    /// <summary>Whether <paramref name="read"/> ends well before the host is quiet; when it fails, the next call tells.</summary>
    private async ValueTask<bool> ComesSoonAsync(Task read, CancellationToken cancellationToken)
    {
        if (!read.IsCompleted)
        {
            await read.WaitAsync(_quiet, exchange.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return read.IsCompletedSuccessfully || cancellationToken.IsCancellationRequested;
    }

    private async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (startsEarly && !exchange.Context.Response.HasStarted)
        {
            await exchange.Context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
