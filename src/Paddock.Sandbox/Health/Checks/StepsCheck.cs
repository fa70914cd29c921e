using Paddock.Core.Health;

namespace Paddock.Sandbox.Health.Checks;

/// <summary>A layer that every kernel has and that is there when its steps work.</summary>
/// <param name="name">The layer.</param>
/// <param name="there">What to say when it is.</param>
/// <param name="cost">What a cell could do without it.</param>
/// <param name="need">What of a kernel it takes.</param>
/// <param name="steps">Its steps of the probe.</param>
internal sealed class StepsCheck(string name, string there, string cost, string need, params string[] steps) : ICheck
{
    /// <summary>Capabilities, no_new_privs, and the jail's look at a caged cell.</summary>
    internal static StepsCheck Privileges { get; } = new(
        "privileges", "a cell without capabilities and with no_new_privs, checked from outside", "a cell would keep rights", "CONFIG_MULTIUSER", "capabilities", "no-new-privs", "cage");

    internal static StepsCheck Seccomp { get; } = new(
        "seccomp", "both filters installed, the second with a listener", "a cell could make every system call", "CONFIG_SECCOMP_FILTER=y", "seccomp", "seccomp-listener");

    internal static StepsCheck Rlimits { get; } = new(
        "rlimits", "core files, open files, locked memory, message queues, pending signals", "a cell could hold kernel memory outside of its limits", "the limits of Linux 5.13", "rlimits");

    public Finding Examine(MachineFacts facts)
    {
        if (facts.Probe.FirstFailure(steps) is (_, { } detail))
        {
            (string why, string mend) = detail.EndsWith("Invalid argument", StringComparison.Ordinal) || detail.EndsWith("not implemented", StringComparison.Ordinal)
                ? ("the kernel cannot", $"a kernel with {need}, such as Debian's: apt-get install linux-image-amd64, then reboot")
                : Causes.OfRefusal(facts);
            return new Finding(name, FindingState.Lacking, $"{detail} ({why})") { Cost = cost, Mend = mend };
        }

        return facts.Probe.Tried(steps)
            ? new Finding(name, FindingState.Fine, there)
            : new Finding(name, FindingState.Untried, "no cell got so far; mend what is missing first");
    }
}
