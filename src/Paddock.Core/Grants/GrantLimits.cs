namespace Paddock.Core.Grants;

/// <summary>What a jail and the door agree on.</summary>
internal static class GrantLimits
{
    /// <summary>Most TCP ports of one grant, 80 and 443 included: as many as one request to the jail holds.</summary>
    public const int MaxPorts = 32;
}
