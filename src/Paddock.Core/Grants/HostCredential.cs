using Paddock.Core.Secrets;

namespace Paddock.Core.Grants;

/// <summary>What is added to requests to an allowed host, outside the cell.</summary>
internal abstract record HostCredential
{
    /// <summary>The same with another secret.</summary>
    public abstract HostCredential With(Secret secret);
}
