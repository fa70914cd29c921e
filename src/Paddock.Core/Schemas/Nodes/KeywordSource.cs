using System.Text.Json;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Nodes;

/// <summary>A keyword as it stands in a schema that is being compiled.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; of the right shape where that is a schema, or several.</param>
/// <param name="Node">The schema it stands in.</param>
/// <param name="Siblings">All members of that schema.</param>
/// <param name="Builder">What the other schemas are found with.</param>
internal sealed record KeywordSource(
    string Name, JsonElement Value, SchemaNode Node, IReadOnlyDictionary<string, JsonElement> Siblings, SchemaBuilder Builder)
{
    public SchemaPath Path => Node.Path / Name;

    public SchemaDraft Draft => Node.Resource.Draft;

    /// <summary>The schema that is the value.</summary>
    public SchemaNode Schema => Builder.Find(Node, Value);

    /// <summary>The schemas in the list that is the value.</summary>
    public SchemaNode[] List => [.. Value.EnumerateArray().Select(item => Builder.Find(Node, item))];

    /// <summary>The schemas in the map that is the value.</summary>
    public IEnumerable<KeyValuePair<string, SchemaNode>> Map =>
        JsonNames.Members(Value).Where(static member => IsSchema(member.Value)).Select(member => KeyValuePair.Create(member.Key, Builder.Find(Node, member.Value)));

    /// <summary>The same for a sibling that is one schema, or none.</summary>
    public KeywordSource? Sibling(string name) => Siblings.TryGetValue(name, out JsonElement value) ? this with { Name = name, Value = value } : null;

    private static bool IsSchema(JsonElement element) => element.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False;
}
