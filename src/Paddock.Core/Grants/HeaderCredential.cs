using Paddock.Core.Secrets;

namespace Paddock.Core.Grants;

/// <summary>A header with a secret value.</summary>
internal sealed record HeaderCredential(string Name, Secret Value) : HostCredential
{
    public override HostCredential With(Secret secret) => this with { Value = secret };
}
