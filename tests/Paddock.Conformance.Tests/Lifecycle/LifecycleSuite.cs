namespace Paddock.Conformance.Tests.Lifecycle;

/// <summary>Tests that start servers of their own and look at times, processes and control groups: one after the other, when all else is done.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LifecycleSuite
{
    public const string Name = "lifecycle";
}
