using Paddock.Core.Health;

namespace Paddock.Sandbox.Health.Checks;

/// <summary>Every kind of namespace by itself, and all of them at once, as the jail and as a cell.</summary>
internal sealed class NamespaceCheck : ICheck
{
    internal const string Name = "namespaces";

    private static readonly string[] s_kinds = ["user", "pid", "mount", "network", "ipc", "uts", "cgroup"];

    public Finding Examine(MachineFacts facts)
    {
        string[] missing = [.. s_kinds.Where(kind => facts.Probe.FirstFailure(Step(kind)) is (_, { } detail) && !detail.StartsWith("become uid", StringComparison.Ordinal))];
        if (missing.Length > 0)
        {
            string step = Step(missing[0]);
            string detail = facts.Probe.Steps[step].Detail;
            return Lacking(facts, step, detail, $"{Join(missing)} cannot be made: {detail}");
        }

        if (facts.Probe.FirstFailure("own-pids", "namespaces", "cell") is (var failed, { } why))
        {
            return Lacking(facts, failed, why, $"each can be made, but not all together: {why}");
        }

        return facts.Probe.Tried("cell")
            ? new Finding(Name, FindingState.Fine, Join(s_kinds) + ", fresh for every cell")
            : new Finding(Name, FindingState.Untried, "a cell could not be tried; mend what is above or below first");
    }

    private static Finding Lacking(MachineFacts facts, string step, string detail, string what)
    {
        (string why, string mend) = Causes.OfNamespace(facts, step, detail);
        return new Finding(Name, FindingState.Lacking, $"{what} ({why})") { Cost = "nothing can be caged: a cell would see the host", Mend = mend };
    }

    private static string Step(string kind) => kind + "-namespace";

    private static string Join(string[] kinds) => kinds.Length == 1 ? kinds[0] : $"{string.Join(", ", kinds[..^1])} and {kinds[^1]}";
}
