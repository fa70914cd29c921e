namespace Paddock.Core.Grants;

/// <summary>The egress door: the only way from a cell to the network. Implemented by Paddock.Egress.</summary>
internal interface IEgress
{
    /// <summary>The certificates that cells have to trust, as PEM: those of the door's own authority, which vouches for every name behind it.</summary>
    string TrustedCertificates { get; }

    /// <summary>Opens the grant of one execution. Nothing is served before <see cref="IGrant.Serve"/>.</summary>
    /// <param name="executionId">ULID of the execution, for logs.</param>
    /// <param name="hosts">What it may reach, in the order of the request; not empty.</param>
    IGrant Open(string executionId, IReadOnlyList<AllowedHost> hosts);
}
