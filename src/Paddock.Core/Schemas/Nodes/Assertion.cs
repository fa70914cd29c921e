using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Nodes;

/// <summary>A rule that looks at one value and at nothing within it.</summary>
internal abstract class Assertion(KeywordSource source) : Keyword(source)
{
    public sealed override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope) =>
        Holds(instance, run) ? null : Explain(instance);

    /// <summary>True too for a value of a kind that the rule does not speak of.</summary>
    protected abstract bool Holds(Instance instance, Evaluation run);

    /// <summary>The rule in words that follow the name of the value: <c>must be at most 5, and is 6</c>.</summary>
    protected abstract string Rule(Instance instance);

    private Failure Explain(Instance instance) => Fail(instance, () => Rule(instance));
}
