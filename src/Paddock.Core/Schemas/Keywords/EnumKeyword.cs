using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>enum</c> and <c>const</c>: the values that are allowed.</summary>
internal sealed class EnumKeyword : Assertion
{
    private const int CharactersInAStep = 64;

    private readonly JsonElement[] _values;
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<JsonElement>> _byHash = [];

    private EnumKeyword(KeywordSource source, JsonElement[] values)
        : base(source)
    {
        _values = values;
        StepBudget unlimited = new(long.MaxValue);
        foreach (JsonElement value in values)
        {
            if (value.ValueKind == JsonValueKind.String)
            {
                _texts.Add(JsonNames.Text(value));
                continue;
            }

            int hash = JsonEquality.Hash(value, unlimited);
            if (!_byHash.TryGetValue(hash, out List<JsonElement>? list))
            {
                _byHash[hash] = list = [];
            }

            // Said twice it means the same, and would cost twice.
            if (!list.Exists(known => JsonEquality.AreEqual(known, value, unlimited)))
            {
                list.Add(value);
            }
        }
    }

    public static EnumKeyword? Read(KeywordSource source)
    {
        if (source.Name == "const")
        {
            return new EnumKeyword(source, [source.Value]);
        }

        if (source.Value.ValueKind != JsonValueKind.Array)
        {
            source.Builder.Refuse(source.Path, $"must be a list of the values that are allowed, not {Show.Kind(source.Value)}");
            return null;
        }

        return new EnumKeyword(source, [.. source.Value.EnumerateArray()]);
    }

    protected override bool Holds(Instance instance, Evaluation run)
    {
        if (instance.Kind == JsonValueKind.String)
        {
            return run.Budget.TrySpend(instance.Text.Length / CharactersInAStep) && _texts.Contains(instance.Text);
        }

        if (_byHash.TryGetValue(JsonEquality.Hash(instance.Element, run.Budget), out List<JsonElement>? list))
        {
            foreach (JsonElement value in list)
            {
                if (JsonEquality.AreEqual(value, instance.Element, run.Budget))
                {
                    return true;
                }
            }
        }

        return false;
    }

    protected override string Rule(Instance instance) => _values.Length == 0
        ? "cannot be anything: its enum is empty"
        : $"must be {Phrases.Or(_values.Select(Phrases.Value))}, and is {Phrases.Value(instance)}";
}
