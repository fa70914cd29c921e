using Paddock.Core.Secrets;

namespace Paddock.Core.Grants;

/// <summary>HTTP basic authentication. The user is a secret, too, in logs: many services take their key there.</summary>
internal sealed record BasicCredential(Secret UserId, Secret Password) : HostCredential
{
    public override HostCredential With(Secret secret) => this with { Password = secret };
}
