using System.Globalization;
using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>minLength</c>, <c>maxItems</c> and the like: how many characters, items or members there may be.</summary>
internal sealed class SizeKeyword : Assertion
{
    private const int CharactersInAStep = 64;

    private readonly long _limit;
    private readonly bool _isMost;
    private readonly JsonValueKind _kind;

    private SizeKeyword(KeywordSource source, long limit)
        : base(source)
    {
        (_limit, _isMost) = (limit, Name.StartsWith("max", StringComparison.Ordinal));
        _kind = Name[3..] switch
        {
            "Length" => JsonValueKind.String,
            "Items" => JsonValueKind.Array,
            _ => JsonValueKind.Object,
        };
    }

    public static SizeKeyword? Read(KeywordSource source) => TryReadCount(source, out long limit) ? new SizeKeyword(source, limit) : null;

    /// <summary>Reads a value that counts something; false when the builder was told of a problem.</summary>
    public static bool TryReadCount(KeywordSource source, out long count)
    {
        count = 0;
        if (source.Value.ValueKind == JsonValueKind.Number && WholeNumber.TryRead(source.Value, out count) && count >= 0)
        {
            return true;
        }

        source.Builder.Refuse(source.Path, $"must be a whole number, 0 or more, not {Show.Value(source.Value)}");
        return false;
    }

    protected override bool Holds(Instance instance, Evaluation run)
    {
        if (instance.Kind != _kind)
        {
            return true;
        }

        if (_kind == JsonValueKind.String)
        {
            // A character takes one char or two: mostly there is no need to count.
            int length = instance.Text.Length;
            if (_isMost ? length <= _limit : length / 2 >= _limit)
            {
                return true;
            }

            run.Budget.TrySpend(length / CharactersInAStep);
        }

        long size = Size(instance);
        return _isMost ? size <= _limit : size >= _limit;
    }

    protected override string Rule(Instance instance)
    {
        string what = _kind switch { JsonValueKind.String => "character", JsonValueKind.Array => "item", _ => "member" };
        return string.Create(CultureInfo.InvariantCulture, $"must have at {(_isMost ? "most" : "least")} {Phrases.Count(_limit, what)}, and has {Size(instance)}");
    }

    private static long Size(Instance instance) => instance.Kind switch
    {
        JsonValueKind.String => Characters(instance.Text),
        JsonValueKind.Array => instance.Element.GetArrayLength(),
        _ => instance.Members.Count,
    };

    /// <summary>A character outside of the basic plane is one, though it takes two chars.</summary>
    private static int Characters(string text)
    {
        int count = text.Length;
        for (int i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                count--;
            }
        }

        return count;
    }
}
