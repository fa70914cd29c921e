namespace Paddock.Core.Grants;

/// <summary>One entry of a grant.</summary>
internal sealed record AllowedHost(HostPattern Pattern, HostCredential? Credential);
