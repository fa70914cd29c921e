using Paddock.Core.Health;

namespace Paddock.Sandbox.Health.Checks;

/// <summary>Judges one thing by the facts.</summary>
internal interface ICheck
{
    Finding Examine(MachineFacts facts);
}
