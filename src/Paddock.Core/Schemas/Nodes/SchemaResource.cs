using System.Text.Json;

namespace Paddock.Core.Schemas.Nodes;

/// <summary>A schema with an address of its own (<c>$id</c>), or a whole document.</summary>
internal sealed class SchemaResource(Uri address, JsonElement root, int document, SchemaDraft draft)
{
    public Uri Address { get; } = address;

    public JsonElement Root { get; } = root;

    /// <summary>Which document it stands in; 0 is the caller's.</summary>
    public int Document { get; } = document;

    public SchemaDraft Draft { get; } = draft;

    /// <summary>The schema at its top.</summary>
    public SchemaNode Top { get; set; } = null!;

    /// <summary>What <c>$anchor</c> and <c>$dynamicAnchor</c> name within it.</summary>
    public Dictionary<string, SchemaNode> Anchors { get; } = new(StringComparer.Ordinal);

    /// <summary>What <c>$dynamicAnchor</c> alone names.</summary>
    public Dictionary<string, SchemaNode> DynamicAnchors { get; } = new(StringComparer.Ordinal);
}
