using Paddock.Core.Health;

namespace Paddock.Sandbox.Health.Checks;

/// <summary>A cell's own loopback, the last thing that is made for it before it is caged; and the routes of an egress door, which some get later.</summary>
internal sealed class NetworkCheck : ICheck
{
    internal const string Name = "network";

    /// <summary>What the jail says when it was the loopback that failed, and not a mount.</summary>
    internal const string Loopback = "loopback";

    public Finding Examine(MachineFacts facts)
    {
        if (facts.Probe.FirstFailure("cell-mounts") is (_, { } detail) && detail.Contains(Loopback, StringComparison.Ordinal))
        {
            (string why, string mend) = Causes.OfRefusal(facts);
            return new Finding(Name, FindingState.Lacking, $"{detail} ({why})") { Cost = "a cell would have no loopback, on which much of the standard libraries relies", Mend = mend };
        }

        if (facts.Probe.FirstFailure("door") is (_, { } refused))
        {
            (string why, string mend) = Causes.OfRefusal(facts);
            return new Finding(Name, FindingState.Weak, $"a loopback of its own, and no egress door can be opened in it: {refused} ({why})")
            {
                Cost = "calls with http.allow fail; all others are as they should be",
                Mend = mend,
            };
        }

        return facts.Probe.Works("cell-mounts")
            ? new Finding(Name, FindingState.Fine, "a loopback of its own and nothing else; an egress door can be opened in it")
            : new Finding(Name, FindingState.Untried, "no cell got so far; mend what is missing first");
    }
}
