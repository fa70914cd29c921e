using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>anyOf</c> and <c>oneOf</c>.</summary>
internal sealed class AnyOfKeyword(KeywordSource source) : Keyword(source)
{
    private readonly SchemaNode[] _schemas = source.List;
    private readonly bool _onlyOne = source.Name == "oneOf";

    public override IEnumerable<SchemaNode> InPlace => _schemas;

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        int matched = -1;
        Misses misses = default;
        for (int i = 0; i < _schemas.Length; i++)
        {
            Seen? own = seen is null ? null : new Seen();
            Failure? failure = _schemas[i].Evaluate(instance, run, own, scope);
            if (run.Stopped is { } stopped)
            {
                return stopped;
            }

            if (failure is not null)
            {
                misses.Add(failure, i, instance);
            }
            else if (matched >= 0 && _onlyOne)
            {
                return TwoMatch(instance, matched, i);
            }
            else
            {
                matched = i;
                seen?.Add(own!, run.Budget);

                // What the others look at matters only to somebody who asks.
                if (seen is null && !_onlyOne)
                {
                    return null;
                }
            }
        }

        return matched >= 0 ? null : NoneMatches(instance, misses);
    }

    private Failure TwoMatch(Instance instance, int one, int other) => Fail(
        instance,
        () => $"must match exactly one of the {Phrases.Count(_schemas.Length, "schema")} of oneOf, and matches the {Phrases.Place(one)} and the {Phrases.Place(other)}");

    private Failure NoneMatches(Instance instance, Misses misses) =>
        new(this, instance, () => misses.Describe(instance, Name, _schemas.Length), misses.Nearest!.Root);
}
