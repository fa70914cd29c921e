namespace Paddock.Egress.Upstream;

/// <summary>A host that could not be connected to. It passes through the HTTP client, which knows exceptions only.</summary>
/// <param name="fault">Why.</param>
/// <param name="reason">The same for the code, as the end of a sentence that starts with the host. No address is in it: the code has no business with names of our network.</param>
/// <param name="inner">What the system said; for nobody but us.</param>
internal sealed class UpstreamException(UpstreamFault fault, string reason, Exception? inner = null) : IOException(reason, inner)
{
    /// <summary>Why.</summary>
    public UpstreamFault Fault => fault;

    /// <summary>The end of a sentence that starts with the host.</summary>
    public string Reason => Message;
}
