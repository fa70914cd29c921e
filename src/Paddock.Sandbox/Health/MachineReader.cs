using System.Runtime.InteropServices;
using Paddock.Sandbox.Cgroups;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Health;

/// <summary>Collects the <see cref="MachineFacts"/> of this machine.</summary>
internal static class MachineReader
{
    /// <summary>Everything that a check looks at besides the probe.</summary>
    internal static IReadOnlyList<string> Paths { get; } =
    [
        "/.dockerenv", "/run/.containerenv", "/run/systemd/container", "/etc/passwd", "/etc/subuid",
        "/proc/cmdline", "/proc/meminfo", "/proc/self/limits", "/proc/self/mountinfo", "/proc/self/uid_map",
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "/proc/sys/kernel/osrelease", "/proc/sys/kernel/unprivileged_userns_clone",
        "/proc/sys/user/max_cgroup_namespaces", "/proc/sys/user/max_ipc_namespaces", "/proc/sys/user/max_mnt_namespaces",
        "/proc/sys/user/max_net_namespaces", "/proc/sys/user/max_pid_namespaces", "/proc/sys/user/max_user_namespaces",
        "/proc/sys/user/max_uts_namespaces", "/sys/kernel/security/lsm",
    ];

    internal static MachineFacts Read(ProbeReport probe, CgroupLayout cgroups, SandboxOptions options, ICgroupFiles files)
    {
        Dictionary<string, string> texts = Paths.Where(files.Exists).ToDictionary(static path => path, files.Read);
        return new MachineFacts(probe, cgroups, Libc.geteuid(), options)
        {
            Release = texts.GetValueOrDefault("/proc/sys/kernel/osrelease", "").Trim(),
            Architecture = RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64 ? "x86_64" : RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(),
            Files = texts,
        };
    }
}
