using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>minimum</c>, <c>maximum</c> and their exclusive forms.</summary>
internal sealed class BoundKeyword : Assertion
{
    private readonly ExactNumber _bound;
    private readonly string _text;

    private BoundKeyword(KeywordSource source)
        : base(source) => (_bound, _text) = (ExactNumber.Of(source.Value), Show.Value(source.Value));

    public static BoundKeyword? Read(KeywordSource source)
    {
        if (source.Value.ValueKind == JsonValueKind.Number)
        {
            return new BoundKeyword(source);
        }

        bool older = source.Value.ValueKind is JsonValueKind.True or JsonValueKind.False;
        source.Builder.Refuse(
            source.Path,
            older ? $"must be the bound itself, a number; {Show.Kind(source.Value)} is how draft 4 wrote it" : $"must be a number, not {Show.Value(source.Value)}");
        return null;
    }

    protected override bool Holds(Instance instance, Evaluation run)
    {
        if (instance.Kind != JsonValueKind.Number)
        {
            return true;
        }

        int compared = instance.Number.CompareTo(_bound);
        return Name switch
        {
            "minimum" => compared >= 0,
            "maximum" => compared <= 0,
            "exclusiveMinimum" => compared > 0,
            _ => compared < 0,
        };
    }

    protected override string Rule(Instance instance)
    {
        string rule = Name switch
        {
            "minimum" => "at least",
            "maximum" => "at most",
            "exclusiveMinimum" => "more than",
            _ => "less than",
        };
        return $"must be {rule} {_text}, and is {Phrases.Value(instance)}";
    }
}
