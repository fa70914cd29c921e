namespace Paddock.Sandbox.Health.Checks;

/// <summary>Why a kernel that could does not: the settings that commonly bite, each with what mends it.</summary>
internal static class Causes
{
    private const string Container = "run it on a machine or in a virtual machine; in Docker at least --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined --cgroupns=private";

    /// <param name="facts">The machine's texts.</param>
    /// <param name="step">The step of the probe that failed.</param>
    /// <param name="detail">What it said.</param>
    internal static (string Why, string Mend) OfNamespace(MachineFacts facts, string step, string detail)
    {
        if (!facts.IsRoot && facts.Text("/proc/sys/kernel/unprivileged_userns_clone") == "0")
        {
            return ("kernel.unprivileged_userns_clone is 0", "sudo sysctl -w kernel.unprivileged_userns_clone=1, or run the server as root");
        }

        if (Exhausted(facts, step) is { } limit)
        {
            return ($"user.{limit} is 0", $"sudo sysctl -w user.{limit}=15000");
        }

        if (!facts.IsRoot && facts.Text("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1")
        {
            return ("kernel.apparmor_restrict_unprivileged_userns is 1", "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or run the server as root");
        }

        return detail switch
        {
            _ when detail.EndsWith("Invalid argument", StringComparison.Ordinal) => ("the kernel is built without it", "a kernel with CONFIG_NAMESPACES and every CONFIG_*_NS, such as Debian's"),
            _ when detail.EndsWith("No space left on device", StringComparison.Ordinal) => ("a limit on namespaces is reached", "sudo sysctl -w user.max_user_namespaces=15000, and the same for the other user.max_*_namespaces"),
            _ => OfRefusal(facts),
        };
    }

    /// <summary>For what a kernel that can do it refuses.</summary>
    internal static (string Why, string Mend) OfRefusal(MachineFacts facts) => facts.IsContainer
        ? ("this is a container, which forbids it", Container)
        : ("something around the server forbids it: a container, a seccomp filter or a security module", "start it from a plain shell; for a service look at SystemCallFilter=, RestrictNamespaces= and the audit log; in a container: " + Container);

    /// <summary>What is mounted over parts of /proc: with it a kernel refuses a /proc to namespaces that do not own the machine.</summary>
    internal static string? MaskedProc(MachineFacts facts)
    {
        string[] points = [.. facts.Text("/proc/self/mountinfo").Split('\n').Select(static line => line.Split(' '))
            .Where(static fields => fields.Length > 4 && fields[4].StartsWith("/proc/", StringComparison.Ordinal) && fields[4] != "/proc/sys/fs/binfmt_misc")
            .Select(static fields => fields[4]).Distinct()];
        return points.Length == 0 ? null : string.Join(' ', points);
    }

    private static string? Exhausted(MachineFacts facts, string step)
    {
        string own = step switch
        {
            "mount-namespace" => "max_mnt_namespaces",
            "network-namespace" => "max_net_namespaces",
            _ => $"max_{step.Split('-')[0]}_namespaces",
        };
        return new[] { "max_user_namespaces", own }.FirstOrDefault(name => facts.Text("/proc/sys/user/" + name) == "0");
    }
}
