namespace Paddock.Escape.Tests.Invariants;

/// <summary>The test enforces one of the fourteen numbered invariants of the isolation design; <see cref="InvariantTests"/> sees that each has a test.</summary>
/// <param name="number">1 to 14.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class InvariantAttribute(int number) : Attribute
{
    public int Number => number;

    /// <summary>What the work that brings the rest of the invariant's subject has to add. Empty: all of it is tested.</summary>
    public string Later { get; init; } = "";
}
