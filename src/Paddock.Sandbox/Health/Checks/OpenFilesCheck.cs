using System.Globalization;
using Paddock.Core.Health;

namespace Paddock.Sandbox.Health.Checks;

/// <summary>Whether the server may open what its cells need: four descriptors each in the server (with cgroup v2 three), two in a jail.</summary>
internal sealed class OpenFilesCheck : ICheck
{
    internal const string Name = "open-files";

    private const int PerCell = 4;
    private const int Besides = 200;
    private const int HardField = 4;

    public Finding Examine(MachineFacts facts)
    {
        string line = facts.Text("/proc/self/limits").Split('\n').FirstOrDefault(static line => line.StartsWith("Max open files", StringComparison.Ordinal), "");
        string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length <= HardField || !long.TryParse(fields[HardField], NumberStyles.None, CultureInfo.InvariantCulture, out long limit))
        {
            return new Finding(Name, FindingState.Fine, "no limit");
        }

        long cells = Math.Max(0, limit - Besides) / PerCell;
        int wanted = 2 * facts.Options.MaxCells;
        string what = string.Create(CultureInfo.InvariantCulture, $"{limit}, enough for {Math.Min(cells, wanted)} of {wanted} cells at once");
        return cells >= wanted
            ? new Finding(Name, FindingState.Fine, what)
            : new Finding(Name, FindingState.Weak, what)
            {
                Cost = "calls beyond wait and are answered 429",
                Mend = string.Create(CultureInfo.InvariantCulture, $"ulimit -Hn {(wanted * PerCell) + Besides}, or LimitNOFILE= of the service, or a smaller --Paddock:Sandbox:MaxCells"),
            };
    }
}
