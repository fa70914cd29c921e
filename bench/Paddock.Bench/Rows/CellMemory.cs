using System.Globalization;

namespace Paddock.Bench.Rows;

/// <summary>What the ready cells of one pool hold, with the template that they share pages with.</summary>
/// <param name="Cells">How many there are.</param>
/// <param name="PrivateMiB">What one has for itself, on average.</param>
/// <param name="EachMiB">What all of them and their template hold, each page counted once, over the number of cells.</param>
internal sealed record CellMemory(int Cells, double PrivateMiB, double EachMiB)
{
    /// <param name="serverPid">The server, at rest.</param>
    /// <param name="program">How the name of the interpreter's process begins.</param>
    public static CellMemory Of(int serverPid, string program)
    {
        var all = ProcessTree.Below(serverPid)
            .Where(pid => ProcFile.Read($"/proc/{pid}/comm").StartsWith(program, StringComparison.Ordinal))
            .Select(static pid => (IsCell: IsCell(pid), Memory: ProcFile.Read($"/proc/{pid}/smaps_rollup")))
            .Where(static one => one.Memory.Length > 0)
            .ToList();
        var cells = all.Where(static one => one.IsCell).ToList();
        return cells.Count == 0
            ? new CellMemory(0, double.NaN, double.NaN)
            : new CellMemory(
                cells.Count,
                cells.Average(static one => ProcFile.MiB(one.Memory, "Private_Clean:") + ProcFile.MiB(one.Memory, "Private_Dirty:")),
                all.Sum(static one => ProcFile.MiB(one.Memory, "Pss:")) / cells.Count);
    }

    // A cell is the first of its own pid namespace; a template is not, it lives in its jail's.
    private static bool IsCell(int pid) => ProcFile.Fields(ProcFile.Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status")), "NSpid:") is [_, .., "1"];
}
