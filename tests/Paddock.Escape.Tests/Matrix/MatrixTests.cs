using Paddock.Escape.Tests.Cage;

namespace Paddock.Escape.Tests.Matrix;

/// <summary>
/// The proof of what the attributes say: for each set of layers this program is run again without them. Explicit, because it takes minutes:
/// <c>./paddock test matrix</c>.
/// </summary>
public sealed class MatrixTests
{
    private const int LongestRun = 15 * 60_000;

    public static TheoryData<string> Sets => [.. SwitchedTest.Sets];

    [Theory(Timeout = LongestRun, Explicit = true)]
    [MemberData(nameof(Sets))]
    [NoSwitch("it runs the tests with the switches")]
    public async Task Without_these_layers_exactly_the_marked_tests_fail(string set)
    {
        var run = await SwitchedRun.OfAsync(set, TestContext.Current.CancellationToken);

        // A server that does not start, or answers nothing, would make every test fail and prove nothing.
        var smoke = run.Cases.GetValueOrDefault($"{typeof(SmokeTests).FullName}.{nameof(SmokeTests.A_harmless_function_is_answered)}") ?? [];
        smoke.ShouldBe([true, true, true], $"without {set} harmless functions are not answered:\n{run.Output}");
        var wrong = SwitchedTest.All.SelectMany(test => Wrong(test, set, run.Cases.GetValueOrDefault(test.Name) ?? [])).ToList();
        wrong.ShouldBeEmpty(run.Output);
    }

    private static IEnumerable<string> Wrong(SwitchedTest test, string set, IReadOnlyList<bool> cases)
    {
        if (test.Fails.Contains(set) && (cases.Count == 0 || cases.Contains(true)))
        {
            yield return $"{test.Sentence}: {cases.Count(passed => passed)} of {cases.Count} cases passed, none may";
        }

        if (test.Holds.Contains(set) && (cases.Count == 0 || cases.Contains(false)))
        {
            yield return $"{test.Sentence}: {cases.Count(passed => !passed)} of {cases.Count} cases failed, none may";
        }
    }
}
