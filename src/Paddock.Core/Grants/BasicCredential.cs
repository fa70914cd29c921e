using Paddock.Core.Secrets;

namespace Paddock.Core.Grants;

/// <summary>HTTP basic authentication. The user is masked too: many services take their key there.</summary>
internal sealed record BasicCredential(Secret UserId, Secret Password) : HostCredential;
