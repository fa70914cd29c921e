using Paddock.Core.Grants;
using Paddock.Egress.Certificates;
using Paddock.Egress.Listening;

namespace Paddock.Egress.Grants;

/// <summary>Opens grants.</summary>
internal sealed class EgressDoor(DoorAuthority authority, DoorServices services) : IEgress
{
    /// <inheritdoc/>
    public string TrustedCertificates => authority.Pem;

    /// <inheritdoc/>
    public IGrant Open(string executionId, IReadOnlyList<AllowedHost> hosts) => new Grant(executionId, hosts, services);
}
