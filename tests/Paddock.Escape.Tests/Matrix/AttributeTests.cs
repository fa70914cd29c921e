using System.Reflection;
using Paddock.Escape.Tests.Cage;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Matrix;

/// <summary>What every test of this program has to say about itself.</summary>
public sealed class AttributeTests
{
    [Fact]
    [NoSwitch("it looks at the tests and not at the cage")]
    public void Every_test_names_the_layers_it_fails_without_or_says_why_not() =>
        SwitchedTest.All.Where(test => test.Fails.Count == 0 && string.IsNullOrWhiteSpace(test.WhyNoSwitch)).Select(test => test.Name).ShouldBeEmpty();

    [Fact]
    [NoSwitch("it looks at the tests and not at the cage")]
    public void Every_runner_layer_that_a_test_names_has_a_mutation() =>
        SwitchedTest.Sets.SelectMany(set => LayerSet.Parse(set).OfTheRunner).Except(RunnerMutations.All.Select(mutation => mutation.Layer)).ShouldBeEmpty();

    [Fact]
    [NoSwitch("it looks at the runners and not at the cage")]
    public void Every_mutation_finds_its_text_once() =>
        RunnerMutations.All
            .Where(mutation => File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "artifacts", "runtimes", mutation.File)).Split(mutation.Old).Length != 2)
            .Select(mutation => $"{mutation.Layer} in {mutation.File}").ShouldBeEmpty();

    [Fact]
    [NoSwitch("it looks at the tests and not at the cage")]
    public void Every_attack_has_a_time_out() =>
        SwitchedTest.All.Where(test => test.Method.DeclaringType!.IsSubclassOf(typeof(EscapeTest)) && test.Method.GetCustomAttribute<FactAttribute>()!.Timeout == 0)
            .Select(test => test.Name).ShouldBeEmpty();

    [Fact]
    [NoSwitch("it looks at the tests and not at the cage")]
    public void The_page_of_layers_and_tests_is_up_to_date()
    {
        if (Environment.GetEnvironmentVariable("PADDOCK_WRITE_MATRIX") == "1")
        {
            File.WriteAllText(MatrixPage.Path, MatrixPage.Render());
        }

        File.ReadAllText(MatrixPage.Path).ShouldBe(MatrixPage.Render(), "write it anew: PADDOCK_WRITE_MATRIX=1 ./paddock test escape");
    }
}
