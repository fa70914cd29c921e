using System.Net;

namespace Paddock.Egress.Forwarding;

/// <summary>The body of a host's response, and after a switch of protocols both ways of the connection.</summary>
internal sealed class ResponseContent(HttpContent body, Exchange exchange, bool isUpgrade) : HttpContent
{
    protected override async Task<Stream> CreateContentReadStreamAsync() =>
        new ResponseStream(await body.ReadAsStreamAsync().ConfigureAwait(false), exchange, startsEarly: !isUpgrade && body.Headers.ContentLength is null)
        {
            IsOpenEnded = body.Headers.ContentLength is null,
        };

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        using Stream own = await CreateContentReadStreamAsync().ConfigureAwait(false);
        await own.CopyToAsync(stream).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }
}
