using System.Buffers;
using System.IO.Pipelines;

namespace Paddock.Egress.Listening;

/// <summary>
/// Tells of the end of the input only after all of it: Kestrel takes a body that comes together with the end for one that was
/// broken off, even when it is complete.
/// </summary>
internal sealed class LastInput(IDuplexPipe inner) : PipeReader, IDuplexPipe
{
    private ReadOnlySequence<byte> _last;

    private bool _hasEnded;

    // Whether the reader has looked at all there will be, and wants more.
    private bool _isSeen;

    public PipeReader Input => this;

    public PipeWriter Output => inner.Output;

    public override bool TryRead(out ReadResult result)
    {
        bool isRead = inner.Input.TryRead(out result);
        if (isRead)
        {
            result = Note(result);
        }

        return isRead;
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        Note(await inner.Input.ReadAsync(cancellationToken).ConfigureAwait(false));

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _isSeen = _hasEnded && _last.Slice(examined).IsEmpty;
        _last = default;
        inner.Input.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.Input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Input.Complete(exception);

    private ReadResult Note(ReadResult result)
    {
        bool isLast = result.IsCompleted && (_isSeen || result.Buffer.IsEmpty);
        _last = result.Buffer;
        _hasEnded = result.IsCompleted;
        return new ReadResult(result.Buffer, result.IsCanceled, isLast);
    }
}
