using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Host;

/// <summary>The processes of a server: those that stay (itself, its jails, its templates), and its cells by their control groups.</summary>
/// <param name="Staying">All that must be there before and after any call.</param>
/// <param name="Cells">For each cell the ids of its processes; an empty list is a group without a process.</param>
/// <param name="Homeless">Processes of the server that are neither; the jail's short-lived helpers are among them.</param>
internal sealed record Residents(IReadOnlyList<ProcessInfo> Staying, IReadOnlyList<IReadOnlyList<int>> Cells, IReadOnlyList<ProcessInfo> Homeless)
{
    private static readonly string _hierarchy = Directory.Exists("/sys/fs/cgroup/pids") ? "pids" : "";

    public static Residents Of(ServerProcess server)
    {
        var all = ProcessTable.DescendantsOf(server.Pid);
        var outer = all.Where(process => process.Name == ProcessTable.JailName && process.ParentPid == server.Pid).ToList();
        var inner = all.Where(process => process.Name == ProcessTable.JailName && outer.Any(jail => jail.Pid == process.ParentPid)).ToList();
        var pools = inner.Select(jail => Path.GetDirectoryName(GroupOf(jail.Pid))).Where(pool => pool is not null).Distinct().ToList();
        var templates = pools.SelectMany(pool => ProcessesOf(Path.Combine(pool!, "template"))).ToHashSet();
        var cells = pools.Where(Directory.Exists).SelectMany(pool => Directory.EnumerateDirectories(pool!, "c*"))
            .Select(ProcessesOf).ToList();
        var inCells = cells.SelectMany(pids => pids).ToHashSet();
        ProcessInfo[] staying = [ProcessTable.Read(server.Pid)!, .. outer, .. inner, .. all.Where(process => templates.Contains(process.Pid))];
        return new Residents(staying, cells, [.. all.Where(process => !inCells.Contains(process.Pid) && !staying.Contains(process))]);
    }

    public override string ToString() =>
        $"staying: {string.Join(", ", Staying)}; cells: {string.Join(", ", Cells.Select(cell => $"[{string.Join(' ', cell)}]"))}; others: {string.Join(", ", Homeless)}";

    /// <summary>The directory of a process's group in the hierarchy that counts processes.</summary>
    private static string? GroupOf(int pid) => (ProcessTable.TryReadText($"/proc/{pid}/cgroup") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(':', 3)).Where(parts => parts[1] == _hierarchy).Select(parts => Path.Join("/sys/fs/cgroup", _hierarchy, parts[2])).FirstOrDefault();

    private static IReadOnlyList<int> ProcessesOf(string group) =>
        [.. (ProcessTable.TryReadText(Path.Combine(group, "cgroup.procs")) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
}
