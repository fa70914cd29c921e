using Paddock.Core.Grants;

namespace Paddock.Sandbox.Tests.Fakes;

/// <summary>A door that nobody goes through.</summary>
internal sealed class NoEgress : IEgress
{
    public string TrustedCertificates => "";

    public IGrant Open(string executionId, IReadOnlyList<AllowedHost> hosts) => throw new NotSupportedException();
}
