using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.Values;
using static Paddock.Core.Schemas.Nodes.SchemaShapes;

namespace Paddock.Core.Schemas.Nodes;

/// <summary>
/// Finds every schema in a document, with the address it has and the names it goes by, before any of them is compiled. It keeps its own list of what
/// is still to be seen: a document can be nested deep.
/// </summary>
internal sealed class SchemaWalk(SchemaBuilder builder)
{
    private readonly Stack<(JsonElement Element, SchemaPath Path, SchemaResource? Resource)> _pending = new();

    /// <summary>Adds <paramref name="element"/> and all schemas in it to the builder, or its problem.</summary>
    /// <param name="element">A schema.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="resource">What it belongs to; null for a whole document, which makes its own.</param>
    /// <param name="document">The number of that document.</param>
    /// <param name="address">What the addresses in a whole document are relative to.</param>
    public void Run(JsonElement element, SchemaPath path, SchemaResource? resource, int document, Uri address)
    {
        _pending.Push((element, path, resource));
        while (builder.Problem is null && _pending.TryPop(out (JsonElement Element, SchemaPath Path, SchemaResource? Resource) next))
        {
            Visit(next.Element, next.Path, next.Resource, document, address);
        }
    }

    private void Visit(JsonElement element, SchemaPath path, SchemaResource? outer, int document, Uri address)
    {
        if (element.ValueKind is not (JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False))
        {
            builder.Refuse(path, $"{Show.Value(element)} is no schema; a schema is an object, true or false");
            return;
        }

        Dictionary<string, JsonElement> members = element.ValueKind == JsonValueKind.Object ? JsonNames.Members(element) : [];
        if (!SchemaAddress.TryRead(builder, members, path, outer, address, out SchemaAddress? own))
        {
            return;
        }

        SchemaResource resource = own!.IsNew ? new SchemaResource(own.Address, element, document, own.Draft) : outer!;
        SchemaNode node = new(element, path, resource);
        if (!builder.TryAdd(node))
        {
            return;
        }

        if (own.IsNew)
        {
            resource.Top = node;
            builder.Add(resource, path);
        }

        AddAnchors(own, members, node);
        AddChildren(members, node);
    }

    private void AddAnchors(SchemaAddress own, Dictionary<string, JsonElement> members, SchemaNode node)
    {
        SchemaResource resource = node.Resource;
        if (own.Anchor is { } named)
        {
            resource.Anchors[named] = node;
        }

        if (resource.Draft == SchemaDraft.Draft7)
        {
            return;
        }

        foreach (string keyword in (string[])["$anchor", "$dynamicAnchor"])
        {
            if (!members.TryGetValue(keyword, out JsonElement value))
            {
                continue;
            }

            if (value.ValueKind != JsonValueKind.String || !SchemaAddress.IsAnchor(JsonNames.Text(value)))
            {
                builder.Refuse(node.Path / keyword, $"{Show.Value(value)} is no name; use a letter or underscore, then letters, digits, - _ and .");
                return;
            }

            string name = JsonNames.Text(value);
            if (!resource.Anchors.TryAdd(name, node) && !ReferenceEquals(resource.Anchors[name], node))
            {
                builder.Refuse(node.Path / keyword, $"{Show.Value(value)} is the name of another schema already; give each its own");
                return;
            }

            if (keyword == "$dynamicAnchor")
            {
                resource.DynamicAnchors[name] = node;
            }
        }
    }

    private void AddChildren(Dictionary<string, JsonElement> members, SchemaNode node)
    {
        bool onlyReference = node.Resource.Draft == SchemaDraft.Draft7 && members.ContainsKey("$ref");
        foreach ((string name, Shape shape) in SchemaShapes.Of(node.Resource.Draft))
        {
            // What stands beside a $ref means nothing in draft 7, but many keep their definitions there.
            if (members.TryGetValue(name, out JsonElement value) && (!onlyReference || name == "definitions"))
            {
                AddChildren(node.Path / name, shape, value, node.Resource);
            }
        }
    }

    private void AddChildren(SchemaPath path, Shape shape, JsonElement value, SchemaResource resource)
    {
        switch (shape)
        {
            case Shape.Schema when value.ValueKind == JsonValueKind.Array && resource.Draft == SchemaDraft.Draft202012:
                builder.Refuse(path, "a list is no schema; draft 2020-12 calls a list of schemas, one for each place, prefixItems (or say \"$schema\": \"http://json-schema.org/draft-07/schema#\", where it is items)");
                break;
            case Shape.Schema:
            case Shape.SchemaOrList when value.ValueKind != JsonValueKind.Array:
                _pending.Push((value, path, resource));
                break;
            case Shape.List or Shape.SchemaOrList:
                AddList(path, shape, value, resource);
                break;
            default:
                AddMap(path, shape, value, resource);
                break;
        }
    }

    private void AddList(SchemaPath path, Shape shape, JsonElement value, SchemaResource resource)
    {
        if (value.ValueKind != JsonValueKind.Array || (shape == Shape.List && value.GetArrayLength() == 0))
        {
            builder.Refuse(path, $"must be a list of one schema or more, not {(value.ValueKind == JsonValueKind.Array ? "an empty one" : Show.Kind(value))}");
            return;
        }

        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            _pending.Push((item, path / index++.ToString(System.Globalization.CultureInfo.InvariantCulture), resource));
        }
    }

    private void AddMap(SchemaPath path, Shape shape, JsonElement value, SchemaResource resource)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            builder.Refuse(path, $"must be an object whose values are schemas, not {Show.Kind(value)}");
            return;
        }

        foreach ((string name, JsonElement item) in JsonNames.Members(value))
        {
            if (shape == Shape.Map || item.ValueKind != JsonValueKind.Array)
            {
                _pending.Push((item, path / name, resource));
            }
        }
    }
}
