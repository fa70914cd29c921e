using System.Globalization;
using Paddock.Core.Health;
using Paddock.Sandbox.Cgroups;

namespace Paddock.Sandbox.Health;

/// <summary>The layer of control groups in words: the same for doctor, the refusal to start, <c>/health</c> and the banner.</summary>
internal static class CgroupLayer
{
    internal const string Name = "cgroup";

    internal static Finding Judge(CgroupLayout layout) => layout.Problem is not { } problem
        ? new Finding(Name, FindingState.Fine, string.Create(CultureInfo.InvariantCulture, $"version {layout.Version}: memory, pids, cpu; {Oom(layout.Version)}"))
        : new Finding(Name, FindingState.Missing, $"{(layout.Places.Count == 0 ? "none" : $"no {string.Join(" and ", problem.Controllers)} controller")}: {problem.What}")
        {
            Cost = Cost(layout.Places.Count == 0 ? ["memory", "pids", "cpu"] : problem.Controllers),
            Mend = problem.Mend,
        };

    /// <summary>What a cell can do when these controllers are not there, or cannot be used because another is not.</summary>
    internal static string Cost(IReadOnlyList<string> controllers)
    {
        string[] unlimited = [.. controllers.Select(static name => name switch { "pids" => "processes", "cpu" => "CPU time", _ => name })];
        return $"nothing limits a cell's {(unlimited.Length == 1 ? unlimited[0] : $"{string.Join(", ", unlimited[..^1])} and {unlimited[^1]}")}: one call can take the machine down";
    }

    /// <summary>Version 1 has no memory.oom.group.</summary>
    private static string Oom(int version) => version == 1
        ? "out of memory the kernel kills one process and the jail the rest of the cell"
        : "out of memory the kernel kills the whole cell";
}
