using System.Globalization;
using System.Text.Json;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>items</c>, and <c>additionalItems</c> in draft 7: one schema for all items that have none of their own.</summary>
internal sealed class ItemsKeyword : Keyword
{
    private readonly SchemaNode _schema;
    private readonly int _first;

    private ItemsKeyword(KeywordSource source, int first)
        : base(source) => (_schema, _first) = (source.Schema, first);

    /// <summary>The value of <c>items</c>, in both of its forms.</summary>
    public static Keyword Read(KeywordSource source)
    {
        if (source.Value.ValueKind == JsonValueKind.Array)
        {
            return new PrefixItemsKeyword(source);
        }

        bool hasPrefix = source.Draft == SchemaDraft.Draft202012 && source.Siblings.ContainsKey("prefixItems");
        return new ItemsKeyword(source, hasPrefix ? source.Siblings["prefixItems"].GetArrayLength() : 0);
    }

    /// <summary>The value of <c>additionalItems</c>, which means nothing without the list form of <c>items</c>.</summary>
    public static ItemsKeyword? ReadAdditional(KeywordSource source) =>
        source.Siblings.TryGetValue("items", out JsonElement items) && items.ValueKind == JsonValueKind.Array ? new ItemsKeyword(source, items.GetArrayLength()) : null;

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        if (instance.Kind != JsonValueKind.Array)
        {
            return null;
        }

        int index = -1;
        foreach (JsonElement item in instance.Element.EnumerateArray())
        {
            if (++index < _first)
            {
                continue;
            }

            if (_schema.IsFalse)
            {
                return TooMany(instance);
            }

            if (_schema.Evaluate(instance.Item(index, item), run, null, scope) is { } failure)
            {
                return failure;
            }
        }

        seen?.AddAllItems();
        return null;
    }

    private Failure TooMany(Instance instance) => Fail(
        instance,
        () => string.Create(CultureInfo.InvariantCulture, $"must have at most {Phrases.Count(_first, "item")}, and has {instance.Element.GetArrayLength()}"));
}
