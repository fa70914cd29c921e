using System.Globalization;
using Paddock.Core.Health;
using Paddock.Sandbox.Cgroups;
using Paddock.Sandbox.Health.Checks;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Health;

/// <summary>Has the jail try every step of a cage and judges what came of it.</summary>
internal static class CageExamination
{
    private static readonly ICheck[] s_checks =
    [
        new KernelCheck(), new UidCheck(), StepsCheck.Privileges, new NamespaceCheck(), new RootCheck(), StepsCheck.Seccomp, new LandlockCheck(),
        new CgroupCheck(), StepsCheck.Rlimits, new NetworkCheck(), new OpenFilesCheck(), new MemoryCheck(),
    ];

    /// <param name="options">Where the jail is, and its ids.</param>
    /// <param name="files">The cgroup file systems.</param>
    internal static IReadOnlyList<Finding> Judge(SandboxOptions options, ICgroupFiles files)
    {
        CgroupLayout cgroups = CgroupLayout.Discover(files.Read("/proc/self/mountinfo"), files.Read("/proc/self/cgroup"), files);
        try
        {
            ProbeReport probe = ProbeRun.Execute(Path.GetFullPath(Path.Combine(options.NativeDirectory, "paddock-jail")), Words(options, cgroups));
            MachineFacts facts = MachineReader.Read(probe, cgroups, options, files);
            return [.. s_checks.Select(check => check.Examine(facts))];
        }
        catch (IOException error)
        {
            return
            [
                new Finding(KernelCheck.Name, FindingState.Lacking, error.Message)
                {
                    Cost = "nothing can be caged, and nothing of the kernel could be tried",
                    Mend = "./paddock serve, which builds it, or set Paddock__Sandbox__NativeDirectory",
                },
            ];
        }
    }

    /// <summary>What no cage can do without and this machine lacks, for the message of a start that failed; empty when it is something else.</summary>
    internal static string Explain(SandboxOptions options, ICgroupFiles files) => string.Concat(
        Judge(options, files)
            .Where(static finding => finding.State == FindingState.Lacking && finding.Name != KernelCheck.Name)
            .Select(static finding => $". The layer {finding.Name} is missing: {finding.Sentence}"));

    /// <summary>The same ids and groups as those of a pool's jail.</summary>
    private static IEnumerable<string> Words(SandboxOptions options, CgroupLayout cgroups)
    {
        string group = string.Create(CultureInfo.InvariantCulture, $"{CgroupFiles.Prefix}{Environment.ProcessId}-doctor");
        string[] uid = Libc.geteuid() == 0 ? ["uid", options.FirstUid.ToString(CultureInfo.InvariantCulture)] : [];
        return [.. uid, .. cgroups.Places.SelectMany(place => new[] { "cgroup", place.Controller, Path.Combine(place.Directory, group) })];
    }
}
