using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Patterns;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>pattern</c>.</summary>
internal sealed class PatternKeyword : Assertion
{
    private readonly Pattern _pattern;

    private PatternKeyword(KeywordSource source, Pattern pattern)
        : base(source) => _pattern = pattern;

    public static PatternKeyword? Read(KeywordSource source)
    {
        if (source.Value.ValueKind != JsonValueKind.String)
        {
            source.Builder.Refuse(source.Path, $"must be a string, a regular expression, not {Show.Value(source.Value)}");
            return null;
        }

        return source.Builder.Patterns.Get(source, source.Path, JsonNames.Text(source.Value)) is { } pattern ? new PatternKeyword(source, pattern) : null;
    }

    protected override bool Holds(Instance instance, Evaluation run) => instance.Kind != JsonValueKind.String || _pattern.IsMatch(instance.Text, instance, run);

    protected override string Rule(Instance instance) => $"must match the pattern {Show.Text(_pattern.Source)}, and is {Phrases.Value(instance)}";
}
