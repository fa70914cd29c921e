using Paddock.Core.Health;

namespace Paddock.Sandbox.Health.Checks;

/// <summary>The jail's read-only root with its own /proc, and what is mounted for a cell.</summary>
internal sealed class RootCheck : ICheck
{
    internal const string Name = "root";

    public Finding Examine(MachineFacts facts)
    {
        if (facts.Probe.FirstFailure("tmpfs", "root", "cell-mounts") is not (_, { } detail) || detail.Contains(NetworkCheck.Loopback, StringComparison.Ordinal))
        {
            return facts.Probe.Tried("cell-mounts")
                ? new Finding(Name, FindingState.Fine, "read-only by pivot_root, minimal /dev, own /proc, scratch with size and inode limits")
                : new Finding(Name, FindingState.Untried, "a root could not be tried; mend what is above first");
        }

        bool isProc = detail.Contains("/proc", StringComparison.Ordinal);
        (string why, string mend) = isProc && Causes.MaskedProc(facts) is { } masks && !facts.IsContainer
            ? ($"{masks} mounted over hides parts of /proc", $"sudo umount {masks}")
            : isProc && detail.EndsWith("Invalid argument", StringComparison.Ordinal)
                ? ("subset=pid and hidepid=invisible need Linux 5.8", "boot Linux 5.13 or newer: apt-get install linux-image-amd64, then reboot")
                : Causes.OfRefusal(facts);
        return new Finding(Name, FindingState.Lacking, $"{detail} ({why})") { Cost = "a cell would see the host's files", Mend = mend };
    }
}
