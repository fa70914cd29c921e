using System.Collections.Frozen;

namespace Paddock.Core.Schemas.Nodes;

/// <summary>Which keywords hold further schemas, and how.</summary>
internal static class SchemaShapes
{
    private static readonly Dictionary<string, Shape> _both = new(StringComparer.Ordinal)
    {
        ["additionalProperties"] = Shape.Schema,
        ["allOf"] = Shape.List,
        ["anyOf"] = Shape.List,
        ["contains"] = Shape.Schema,
        ["definitions"] = Shape.Map,
        ["dependencies"] = Shape.MapOfSchemasOrNames,
        ["else"] = Shape.Schema,
        ["if"] = Shape.Schema,
        ["not"] = Shape.Schema,
        ["oneOf"] = Shape.List,
        ["patternProperties"] = Shape.Map,
        ["properties"] = Shape.Map,
        ["propertyNames"] = Shape.Schema,
        ["then"] = Shape.Schema,
    };

    private static readonly FrozenDictionary<string, Shape> _draft7 = new Dictionary<string, Shape>(_both)
    {
        ["additionalItems"] = Shape.Schema,
        ["items"] = Shape.SchemaOrList,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Shape> _draft202012 = new Dictionary<string, Shape>(_both)
    {
        ["$defs"] = Shape.Map,
        ["contentSchema"] = Shape.Schema,
        ["dependentSchemas"] = Shape.Map,
        ["items"] = Shape.Schema,
        ["prefixItems"] = Shape.List,
        ["unevaluatedItems"] = Shape.Schema,
        ["unevaluatedProperties"] = Shape.Schema,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    internal enum Shape
    {
        Schema,
        List,
        Map,
        SchemaOrList,
        MapOfSchemasOrNames,
    }

    public static FrozenDictionary<string, Shape> Of(SchemaDraft draft) => draft == SchemaDraft.Draft7 ? _draft7 : _draft202012;
}
