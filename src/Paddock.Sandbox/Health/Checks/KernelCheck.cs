using Paddock.Core.Health;

namespace Paddock.Sandbox.Health.Checks;

/// <summary>The system calls that the jail is made of: mount_setattr is the youngest, of Linux 5.12.</summary>
internal sealed class KernelCheck : ICheck
{
    internal const string Name = "kernel";

    private const string Update = "boot Linux 5.13 or newer, for example Debian's: apt-get install linux-image-amd64, then reboot";

    public Finding Examine(MachineFacts facts)
    {
        string kernel = $"Linux {facts.Release} on {facts.Architecture}";
        if (facts.Architecture != "x86_64")
        {
            return Lacking($"{kernel}: the system call policy is written for x86_64", "a machine with an x86-64 processor");
        }

        return facts.Probe.FirstFailure("system-calls", "thread-id") switch
        {
            ("system-calls", { } unknown) => Lacking($"{kernel} does not know {unknown.Replace(" ", ", ", StringComparison.Ordinal)}", Update),
            not null => Lacking($"{kernel} does not tell where a thread id is kept", "a kernel with CONFIG_CHECKPOINT_RESTORE=y, such as Debian's"),
            null => facts.Probe.Tried("system-calls", "thread-id")
                ? new Finding(Name, FindingState.Fine, kernel)
                : Lacking($"{kernel}: the probe of the jail said nothing", "build again: rm -r artifacts/native artifacts/stamps/native, then ./paddock serve"),
        };
    }

    private static Finding Lacking(string what, string mend) => new(Name, FindingState.Lacking, what) { Cost = "nothing can be caged", Mend = mend };
}
