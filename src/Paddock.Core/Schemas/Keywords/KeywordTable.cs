using System.Text.Json;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary>All keywords that say anything about a value, in the order in which they are checked: what is cheap and says most comes first.</summary>
internal static class KeywordTable
{
    private static readonly (string Name, SchemaDraft? Only, Func<KeywordSource, Keyword?> Read)[] _all =
    [
        ("type", null, TypeKeyword.Read),
        ("const", null, EnumKeyword.Read),
        ("enum", null, EnumKeyword.Read),
        ("minimum", null, BoundKeyword.Read),
        ("exclusiveMinimum", null, BoundKeyword.Read),
        ("maximum", null, BoundKeyword.Read),
        ("exclusiveMaximum", null, BoundKeyword.Read),
        ("multipleOf", null, MultipleOfKeyword.Read),
        ("minLength", null, SizeKeyword.Read),
        ("maxLength", null, SizeKeyword.Read),
        ("format", null, FormatKeyword.Read),
        ("pattern", null, PatternKeyword.Read),
        ("minItems", null, SizeKeyword.Read),
        ("maxItems", null, SizeKeyword.Read),
        ("minProperties", null, SizeKeyword.Read),
        ("maxProperties", null, SizeKeyword.Read),
        ("required", null, RequiredKeyword.Read),
        ("dependentRequired", SchemaDraft.Draft202012, DependentRequiredKeyword.Read),
        ("dependencies", null, DependentRequiredKeyword.Read),
        ("$ref", null, ReferenceKeyword.Read),
        ("$dynamicRef", SchemaDraft.Draft202012, DynamicReferenceKeyword.Read),
        ("properties", null, static source => new PropertiesKeyword(source)),
        ("patternProperties", null, PatternPropertiesKeyword.Read),
        ("additionalProperties", null, AdditionalPropertiesKeyword.Read),
        ("propertyNames", null, static source => new PropertyNamesKeyword(source)),
        ("prefixItems", SchemaDraft.Draft202012, static source => new PrefixItemsKeyword(source)),
        ("items", null, ItemsKeyword.Read),
        ("additionalItems", SchemaDraft.Draft7, ItemsKeyword.ReadAdditional),
        ("contains", null, ContainsKeyword.Read),
        ("uniqueItems", null, UniqueItemsKeyword.Read),
        ("allOf", null, static source => new AllOfKeyword(source)),
        ("anyOf", null, static source => new AnyOfKeyword(source)),
        ("oneOf", null, static source => new AnyOfKeyword(source)),
        ("not", null, static source => new NotKeyword(source)),
        ("if", null, static source => new IfKeyword(source)),
        ("dependentSchemas", SchemaDraft.Draft202012, static source => new DependentSchemasKeyword(source)),
        ("dependencies", null, static source => new DependentSchemasKeyword(source)),
        ("unevaluatedItems", SchemaDraft.Draft202012, static source => new UnevaluatedItemsKeyword(source)),
        ("unevaluatedProperties", SchemaDraft.Draft202012, static source => new UnevaluatedPropertiesKeyword(source)),
    ];

    /// <summary>Reads the rules of <paramref name="node"/>; the builder is told of a problem.</summary>
    public static void Complete(SchemaNode node, SchemaBuilder builder)
    {
        if (node.Element.ValueKind != JsonValueKind.Object)
        {
            node.Complete(node.IsFalse ? [new FalseSchema(node)] : [], false);
            return;
        }

        Dictionary<string, JsonElement> members = JsonNames.Members(node.Element);
        SchemaDraft draft = node.Resource.Draft;
        bool onlyReference = draft == SchemaDraft.Draft7 && members.ContainsKey("$ref");
        List<Keyword> keywords = [];
        foreach ((string name, SchemaDraft? only, Func<KeywordSource, Keyword?> read) in _all)
        {
            if ((only is { } other && other != draft) || (onlyReference && name != "$ref") || !members.TryGetValue(name, out JsonElement value))
            {
                continue;
            }

            Keyword? keyword = read(new KeywordSource(name, value, node, members, builder));
            if (builder.Problem is not null)
            {
                return;
            }

            if (keyword is not null)
            {
                keywords.Add(keyword);
            }
        }

        node.Complete([.. keywords], keywords.Exists(static keyword => keyword is UnevaluatedItemsKeyword or UnevaluatedPropertiesKeyword));
    }
}
