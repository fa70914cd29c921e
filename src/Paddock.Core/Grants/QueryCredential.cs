using Paddock.Core.Secrets;

namespace Paddock.Core.Grants;

/// <summary>A query parameter with a secret value.</summary>
internal sealed record QueryCredential(string Key, Secret Value) : HostCredential
{
    public override HostCredential With(Secret secret) => this with { Value = secret };
}
