using Paddock.Core.Grants;

namespace Paddock.Egress.Policy;

/// <summary>What the policy says to a request.</summary>
/// <param name="Host">What it asks for, in canonical form; made harmless where it has none.</param>
/// <param name="Credentials">What is added to it, in order: a later one overwrites an earlier one that sets the same.</param>
/// <param name="Refusal">Null when it is allowed.</param>
internal sealed record Verdict(ClaimedHost Host, IReadOnlyList<HostCredential> Credentials, Refusal? Refusal)
{
    /// <summary>Lets a request through.</summary>
    public static Verdict Allow(ClaimedHost host, IReadOnlyList<HostCredential> credentials) => new(host, credentials, null);

    /// <summary>Stops a request.</summary>
    public static Verdict Refuse(ClaimedHost host, Refusal refusal) => new(host, [], refusal);
}
