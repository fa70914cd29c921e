using System.Net;

namespace Paddock.Egress.Forwarding;

/// <summary>The body of the code's request: each piece goes out when it comes, and is counted.</summary>
internal sealed class RequestContent(HttpContent body, Exchange exchange) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        body.CopyToAsync(new PromptStream(stream, exchange.Entry), context, cancellationToken);

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
