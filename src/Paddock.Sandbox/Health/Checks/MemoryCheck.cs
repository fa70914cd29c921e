using System.Globalization;
using Paddock.Core.Health;

namespace Paddock.Sandbox.Health.Checks;

/// <summary>Memory for the server, its templates, the cells that are kept ready, and one call at its limit.</summary>
internal sealed class MemoryCheck : ICheck
{
    internal const string Name = "memory";

    private const int WantedMiB = 512;

    public Finding Examine(MachineFacts facts)
    {
        string line = facts.Text("/proc/meminfo").Split('\n').FirstOrDefault(static line => line.StartsWith("MemAvailable:", StringComparison.Ordinal), "");
        string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 2 || !long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes))
        {
            return new Finding(Name, FindingState.Fine, "the machine does not say how much is available");
        }

        string what = string.Create(CultureInfo.InvariantCulture, $"{kibibytes / 1024} MiB available");
        return kibibytes / 1024 >= WantedMiB
            ? new Finding(Name, FindingState.Fine, what)
            : new Finding(Name, FindingState.Weak, string.Create(CultureInfo.InvariantCulture, $"{what}, less than {WantedMiB}"))
            {
                Cost = "calls may end for want of the machine's memory instead of their own limit",
                Mend = "free some, or lower --Paddock:Sandbox:MinReady, --Paddock:Sandbox:MaxCells and --Paddock:Executions:MaxMemoryMiB",
            };
    }
}
