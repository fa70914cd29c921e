using System.Globalization;
using Paddock.Core.Health;

namespace Paddock.Sandbox.Health.Checks;

/// <summary>Control groups: a group made where the server makes its own, limited, and entered by a cell.</summary>
internal sealed class CgroupCheck : ICheck
{
    /// <summary>A start in a group costs tens of microseconds; beyond this it shows in every call.</summary>
    private const int SlowMicroseconds = 10_000;

    public Finding Examine(MachineFacts facts)
    {
        Finding layer = CgroupLayer.Judge(facts.Cgroups);
        if (layer.State != FindingState.Fine)
        {
            return layer;
        }

        if (!facts.Probe.Steps.TryGetValue(CgroupLayer.Name, out ProbeStep? entered))
        {
            return new Finding(CgroupLayer.Name, FindingState.Untried, "no cell got so far; mend what is missing first");
        }

        if (!entered.Works)
        {
            return new Finding(CgroupLayer.Name, FindingState.Missing, $"a group cannot be used: {entered.Detail}")
            {
                Cost = CgroupLayer.Cost(["memory", "pids", "cpu"]),
                Mend = facts.IsRoot
                    ? "start the server in a cgroup of its own: systemd-run --scope -p Delegate=yes ./paddock serve"
                    : "start the server in a delegated group: systemd-run --user --scope -p Delegate=yes ./paddock serve",
            };
        }

        if (!facts.Probe.Works("swap-limit") && HasSwap(facts))
        {
            return layer with
            {
                State = FindingState.Weak,
                What = layer.What + "; no swap accounting",
                Cost = "beyond its memory limit a cell goes on in the machine's swap",
                Mend = "boot with swapaccount=1 on the kernel's command line, or sudo swapoff -a",
            };
        }

        int microseconds = int.TryParse(entered.Detail, NumberStyles.None, CultureInfo.InvariantCulture, out int figure) ? figure : 0;
        return microseconds < SlowMicroseconds || facts.Cgroups.Version != 2
            ? layer
            : layer with
            {
                State = FindingState.Weak,
                What = string.Create(CultureInfo.InvariantCulture, $"{layer.What}; entering one took {microseconds / 1000} ms"),
                Cost = "that much for each cell",
                Mend = "sudo mount -o remount,favordynmods /sys/fs/cgroup (Linux 6.0)",
            };
    }

    private static bool HasSwap(MachineFacts facts) => facts.Text("/proc/meminfo").Split('\n')
        .Any(static line => line.StartsWith("SwapTotal:", StringComparison.Ordinal) && line.Any(static c => c is >= '1' and <= '9'));
}
