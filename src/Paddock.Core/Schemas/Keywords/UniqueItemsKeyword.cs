using System.Globalization;
using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>uniqueItems</c>.</summary>
internal sealed class UniqueItemsKeyword(KeywordSource source) : Keyword(source)
{
    public static UniqueItemsKeyword? Read(KeywordSource source)
    {
        if (source.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            source.Builder.Refuse(source.Path, $"must be true or false, not {Show.Value(source.Value)}");
        }

        return source.Value.ValueKind == JsonValueKind.True ? new UniqueItemsKeyword(source) : null;
    }

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        if (instance.Kind != JsonValueKind.Array)
        {
            return null;
        }

        int count = instance.Element.GetArrayLength();
        Dictionary<int, (int Index, JsonElement Item)> byHash = new(count);
        List<(int Index, JsonElement Item)> sameHash = []; // few, unless somebody has the luck of a lottery winner
        int index = 0;
        foreach (JsonElement item in instance.Element.EnumerateArray())
        {
            (int Index, JsonElement Item) entry = (index++, item);
            int hash = JsonEquality.Hash(item, run.Budget);
            if (run.Stopped is { } stopped)
            {
                return stopped;
            }

            if (byHash.TryAdd(hash, entry))
            {
                continue;
            }

            foreach ((int former, JsonElement other) in sameHash.Prepend(byHash[hash]))
            {
                if (JsonEquality.AreEqual(other, item, run.Budget))
                {
                    return Repeated(instance, former, entry.Index);
                }
            }

            sameHash.Add(entry);
        }

        return null;
    }

    private Failure Repeated(Instance instance, int former, int index) =>
        Fail(instance, () => string.Create(CultureInfo.InvariantCulture, $"must not hold anything twice, and items {former} and {index} are equal"));
}
