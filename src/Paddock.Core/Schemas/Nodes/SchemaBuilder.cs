using System.Runtime.InteropServices;
using System.Text.Json;
using Paddock.Core.Schemas.Patterns;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Nodes;

/// <summary>All that is known of a schema while it is compiled. The first problem is kept and ends it.</summary>
internal sealed class SchemaBuilder(SchemasOptions options, PatternEngines engines)
{
    /// <summary>What the addresses in a schema without an address are relative to: nobody else's schema has such a one.</summary>
    private static readonly Uri _here = new("paddock://input_schema/");

    private readonly List<JsonElement> _documents = [];
    private readonly Dictionary<(int Document, int Offset), SchemaNode> _nodes = [];
    private readonly Dictionary<(int Document, int Offset), Dictionary<string, JsonElement>> _members = [];
    private readonly List<SchemaNode> _inOrder = [];
    private readonly Dictionary<string, SchemaResource> _resources = new(StringComparer.Ordinal);

    public SchemasOptions Options => options;

    public PatternTable Patterns { get; } = new(options, engines);

    /// <summary>The first thing that is wrong, with its place; null while all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether any reference asks for the way that led to it.</summary>
    public bool UsesScope { get; set; }

    /// <summary>All schemas found so far; more may come while they are compiled.</summary>
    public IReadOnlyList<SchemaNode> Nodes => _inOrder;

    public void Refuse(SchemaPath path, string problem)
    {
        string place = path.ToString();
        Problem ??= place.Length == 0 ? $"input_schema: {problem}" : $"input_schema at {place}: {problem}";
    }

    /// <summary>Finds all schemas of a document; the one on top, null when there is a problem.</summary>
    /// <param name="root">The whole document.</param>
    /// <param name="name">Its address when it is not the caller's.</param>
    public SchemaNode? AddDocument(JsonElement root, string? name = null)
    {
        _documents.Add(root);
        int document = _documents.Count - 1;
        new SchemaWalk(this).Run(root, new SchemaPath(name is null ? "" : name + "#"), null, document, name is null ? _here : new Uri(name));
        return Problem is null ? _nodes[(document, 0)] : null;
    }

    /// <summary>False when it is known already.</summary>
    public bool TryAdd(SchemaNode node)
    {
        if (!_nodes.TryAdd((node.Resource.Document, Offset(node.Resource.Document, node.Element)), node))
        {
            return false;
        }

        _inOrder.Add(node);
        return true;
    }

    public void Add(SchemaResource resource, SchemaPath path)
    {
        if (!_resources.TryAdd(SchemaReferences.Key(resource.Address), resource))
        {
            Refuse(path / "$id", $"\"{resource.Address}\" is the address of another schema already; give each its own");
        }
    }

    /// <summary>The resource at an address, without its fragment; null when there is none.</summary>
    public SchemaResource? FindResource(string key) => _resources.GetValueOrDefault(key);

    /// <summary>The schema at <paramref name="element"/>, which the walk has found.</summary>
    public SchemaNode Find(SchemaNode near, JsonElement element) => TryFind(near, element)!;

    /// <summary>The schema at <paramref name="element"/>; null when it is no schema as far as is known.</summary>
    public SchemaNode? TryFind(SchemaNode near, JsonElement element) =>
        _nodes.GetValueOrDefault((near.Resource.Document, Offset(near.Resource.Document, element)));

    /// <summary>Makes a schema of what stands at a place where none was expected, because a reference leads there.</summary>
    public SchemaNode? AddSchema(SchemaNode near, SchemaPath path, JsonElement element)
    {
        new SchemaWalk(this).Run(element, path, near.Resource, near.Resource.Document, near.Resource.Address);
        return Problem is null ? Find(near, element) : null;
    }

    /// <summary>The members of an object. Kept: thousands of references may lead through the same one.</summary>
    public Dictionary<string, JsonElement> Members(SchemaNode near, JsonElement element)
    {
        (int Document, int Offset) place = (near.Resource.Document, Offset(near.Resource.Document, element));
        if (!_members.TryGetValue(place, out Dictionary<string, JsonElement>? members))
        {
            _members[place] = members = JsonNames.Members(element);
        }

        return members;
    }

    /// <summary>Elements have no identity, but each begins at a byte of its own.</summary>
    private int Offset(int document, JsonElement element)
    {
        JsonMarshal.GetRawUtf8Value(_documents[document]).Overlaps(JsonMarshal.GetRawUtf8Value(element), out int offset);
        return offset;
    }
}
