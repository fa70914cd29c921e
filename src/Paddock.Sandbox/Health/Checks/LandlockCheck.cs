using System.Globalization;
using Paddock.Core.Health;

namespace Paddock.Sandbox.Health.Checks;

/// <summary>The ABI of Landlock, from a cell that has entered its domain.</summary>
internal sealed class LandlockCheck : ICheck
{
    public Finding Examine(MachineFacts facts)
    {
        if (!facts.Probe.Steps.TryGetValue(LandlockLadder.Name, out ProbeStep? step))
        {
            return new Finding(LandlockLadder.Name, FindingState.Untried, "no cell got so far; mend what is missing first");
        }

        return int.TryParse(step.Detail, NumberStyles.None, CultureInfo.InvariantCulture, out int abi)
            ? LandlockLadder.Judge(abi, facts.Release, facts.Text("/sys/kernel/security/lsm"))
            : new Finding(LandlockLadder.Name, FindingState.Lacking, $"there, but a cell cannot enter its domain: {step.Detail}")
            {
                Cost = "no cell comes to life",
                Mend = "report it, with this line and the output of uname -a",
            };
    }
}
