using Paddock.Core.Secrets;

namespace Paddock.Core.Grants;

/// <summary>A bearer token.</summary>
internal sealed record BearerCredential(Secret Token) : HostCredential
{
    public override HostCredential With(Secret secret) => this with { Token = secret };
}
