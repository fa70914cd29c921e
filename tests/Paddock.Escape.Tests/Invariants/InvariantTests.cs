using System.Reflection;
using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Matrix;

namespace Paddock.Escape.Tests.Invariants;

/// <summary>That no invariant is without a test.</summary>
public sealed class InvariantTests
{
    private const int Count = 14;

    [Fact]
    [NoSwitch("it looks at the tests and not at the cage")]
    public void Every_invariant_has_a_test() =>
        SwitchedTest.All.SelectMany(test => test.Method.GetCustomAttributes<InvariantAttribute>()).Select(invariant => invariant.Number)
            .Distinct().Order().ShouldBe(Enumerable.Range(1, Count));
}
