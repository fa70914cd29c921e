namespace Paddock.Egress.Upstream;

/// <summary>Why a host could not be connected to.</summary>
internal enum UpstreamFault
{
    /// <summary>Its address is not one that the operator lets code reach.</summary>
    AddressRefused,

    /// <summary>Its name has no address, or that could not be found out.</summary>
    NameNotFound,

    /// <summary>It cannot be reached, or refused the connection.</summary>
    Unreachable,

    /// <summary>It took too long.</summary>
    TimedOut,

    /// <summary>It cannot prove who it is.</summary>
    Certificate,
}
