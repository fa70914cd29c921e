namespace Paddock.Core.Grants;

/// <summary>What a host pattern stands for.</summary>
internal enum HostPatternKind
{
    /// <summary>Any host.</summary>
    Any,

    /// <summary>Every name below the host, but not the host itself.</summary>
    Subdomains,

    /// <summary>The host itself, a name.</summary>
    Name,

    /// <summary>The host itself, an IP address.</summary>
    Address,
}
