using System.Collections.Concurrent;
using Paddock.Core.Grants;

namespace Paddock.Core.Tests.Fakes;

/// <summary>Opens grants that lead nowhere.</summary>
internal sealed class FakeEgress : IEgress
{
    public ConcurrentQueue<FakeGrant> Opened { get; } = new();

    /// <summary>What the door says at the end of each grant.</summary>
    public IReadOnlyList<string> Notes { get; set; } = [];

    public string TrustedCertificates => "";

    public IGrant Open(string executionId, IReadOnlyList<AllowedHost> hosts)
    {
        FakeGrant grant = new(executionId, hosts, Notes);
        Opened.Enqueue(grant);
        return grant;
    }
}
