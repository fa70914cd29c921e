using Paddock.Core.Executions;
using Paddock.Core.Health;
using Paddock.Sandbox.Cgroups;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Health;

/// <summary>
/// The state of each layer of the cage, from what the running jails report. Every layer but Landlock and cgroups is checked by the jail on every
/// cell before the server gets it, so a cell that is ready is the proof of them.
/// </summary>
internal static class Layers
{
    internal static IReadOnlyList<LayerHealth> Describe(CgroupLayout cgroups, IReadOnlyList<Jail?> jails)
    {
        bool proven = jails.Count > 0 && jails.All(static jail => jail is { LandlockAbi: >= 0 });
        int abi = jails.Count == 0 ? 0 : jails.Min(static jail => jail?.LandlockAbi ?? 0);
        return
        [
            new("privileges", proven, Libc.geteuid() == 0
                ? "each pool runs under its own unprivileged uid, without capabilities, with no_new_privs"
                : "runs under the server's own uid in a user namespace, without capabilities, with no_new_privs"),
            new("namespaces", proven, "user, pid, mount, network, ipc, uts and cgroup, fresh for every cell"),
            new("root", proven, "read-only root by pivot_root, minimal /dev, own /proc, fresh size-limited scratch"),
            new("seccomp", proven, "allow-list from birth, a second filter in every cell"),
            Describe(LandlockLadder.Judge(abi)),
            Describe(CgroupLayer.Judge(cgroups)),
            new("rlimits", proven, "core files, open files, locked memory, message queues, pending signals"),
            new("network", proven, "a loopback of its own and nothing else"),
        ];
    }

    private static LayerHealth Describe(Finding finding) => new(finding.Name, !finding.IsFailure, finding.Sentence);
}
