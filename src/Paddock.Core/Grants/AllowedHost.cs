using Paddock.Core.Secrets;

namespace Paddock.Core.Grants;

/// <summary>One entry of a grant.</summary>
/// <param name="Pattern">What may be reached.</param>
/// <param name="Credential">What is added on the way; null: nothing.</param>
/// <param name="Secret">The stored secret that is still to be put into the credential; null once it is complete.</param>
internal sealed record AllowedHost(HostPattern Pattern, HostCredential? Credential, SecretReference? Secret = null)
{
    /// <summary>The operator has named this host, for a build of packages: it may have a private address, and gets its credential over plain http too.</summary>
    public bool IsOperators { get; init; }
}
