using Paddock.Egress.Journal;

namespace Paddock.Egress.Forwarding;

/// <summary>Sends what is written at once, where the HTTP client would wait for more. It leaves the stream below open.</summary>
internal sealed class PromptStream(Stream inner, JournalEntry entry) : DuplexStream(inner, ownsInner: false)
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        entry.AddSent(buffer.Length);
        await Inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        await Inner.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
