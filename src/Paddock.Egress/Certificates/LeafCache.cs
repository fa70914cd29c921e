using System.Net.Security;

namespace Paddock.Egress.Certificates;

/// <summary>Keeps the certificates that were used last: the first use of a name costs a signature and a chain, all others nothing.</summary>
/// <param name="authority">Makes them.</param>
/// <param name="time">Says when one has grown old.</param>
/// <param name="capacity">Most certificates kept; each holds a few KiB, its TLS context included.</param>
internal sealed class LeafCache(DoorAuthority authority, TimeProvider time, int capacity = LeafCache.DefaultCapacity)
{
    /// <summary>As many hosts as a busy server's functions may talk to on one day.</summary>
    public const int DefaultCapacity = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Leaf>> _byHost = [];
    private readonly LinkedList<Leaf> _byUse = [];

    /// <summary>How many are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byHost.Count;
            }
        }
    }

    /// <summary>The certificate of <paramref name="host"/>, ready for handshakes.</summary>
    /// <param name="host">A canonical host name, or an IP address.</param>
    public SslStreamCertificateContext Get(string host)
    {
        Lazy<SslStreamCertificateContext> certificate;
        lock (_gate)
        {
            certificate = Find(host);
        }

        // Outside the lock: other names need not wait until this one is made.
        return certificate.Value;
    }

    private Lazy<SslStreamCertificateContext> Find(string host)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_byHost.TryGetValue(host, out LinkedListNode<Leaf>? node))
        {
            _byUse.Remove(node);
            if (now < node.Value.UseUntil)
            {
                _byUse.AddFirst(node);
                return node.Value.Certificate;
            }
        }
        else if (_byHost.Count == capacity)
        {
            // Not disposed of: a handshake may be using it. Its finalizer will.
            _byHost.Remove(_byUse.Last!.Value.Host);
            _byUse.RemoveLast();
        }

        Leaf leaf = new(host, now + DoorAuthority.LeafUse, new Lazy<SslStreamCertificateContext>(() => Make(host)));
        _byHost[host] = _byUse.AddFirst(leaf);
        return leaf.Certificate;
    }

    // Offline: the chain ends at an authority that no server on the Internet knows about.
    private SslStreamCertificateContext Make(string host) =>
        SslStreamCertificateContext.Create(authority.Issue(host), additionalCertificates: null, offline: true);

    private sealed record Leaf(string Host, DateTimeOffset UseUntil, Lazy<SslStreamCertificateContext> Certificate);
}
