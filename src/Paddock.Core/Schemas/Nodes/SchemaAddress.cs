using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Nodes;

/// <summary>What <c>$id</c> and <c>$schema</c> say of one schema.</summary>
/// <param name="IsNew">Whether it is a resource of its own.</param>
/// <param name="Address">The address of the resource it belongs to.</param>
/// <param name="Draft">The draft it is written in.</param>
/// <param name="Anchor">A name that draft 7 gives by <c>"$id": "#name"</c>.</param>
internal sealed record SchemaAddress(bool IsNew, Uri Address, SchemaDraft Draft, string? Anchor)
{
    /// <summary>False when the builder was told of a problem.</summary>
    public static bool TryRead(
        SchemaBuilder builder, Dictionary<string, JsonElement> members, SchemaPath path, SchemaResource? outer, Uri address, out SchemaAddress? own)
    {
        own = null;
        SchemaDraft draft = outer?.Draft ?? SchemaDraft.Draft202012;
        bool hasId = members.TryGetValue("$id", out JsonElement id);
        if ((outer is null || hasId) && members.TryGetValue("$schema", out JsonElement schema) && !TryReadDraft(builder, path, schema, out draft))
        {
            return false;
        }

        Uri around = outer?.Address ?? address;
        if (!hasId || (draft == SchemaDraft.Draft7 && members.ContainsKey("$ref")))
        {
            own = new SchemaAddress(outer is null, around, draft, null);
            return true;
        }

        string? text = id.ValueKind == JsonValueKind.String ? JsonNames.Text(id) : null;
        int hash = text?.IndexOf('#', StringComparison.Ordinal) ?? -1;
        string? before = hash < 0 ? text : text![..hash];
        string fragment = hash < 0 ? "" : text![(hash + 1)..];
        Uri? resolved = around;
        if (before is null || (before.Length > 0 && !Uri.TryCreate(around, before, out resolved)) || (fragment.Length > 0 && (draft != SchemaDraft.Draft7 || !IsAnchor(fragment))))
        {
            builder.Refuse(path / "$id", $"{Show.Value(id)} is no address of a schema; use a URI without a fragment (#…), or leave it out");
            return false;
        }

        own = new SchemaAddress(outer is null || before.Length > 0, resolved!, draft, fragment.Length > 0 ? fragment : null);
        return true;
    }

    public static bool IsAnchor(string name) =>
        name.Length > 0
        && (char.IsAsciiLetter(name[0]) || name[0] == '_')
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');

    private static bool TryReadDraft(SchemaBuilder builder, SchemaPath path, JsonElement schema, out SchemaDraft draft)
    {
        string name = schema.ValueKind == JsonValueKind.String ? JsonNames.Text(schema).TrimEnd('#') : "";
        name = name.StartsWith("https:", StringComparison.Ordinal) ? "http:" + name["https:".Length..] : name;
        draft = name is "http://json-schema.org/draft-07/schema" or "http://json-schema.org/draft-06/schema" ? SchemaDraft.Draft7 : SchemaDraft.Draft202012;
        if (draft == SchemaDraft.Draft7 || name is "http://json-schema.org/draft/2020-12/schema" or "http://json-schema.org/schema")
        {
            return true;
        }

        builder.Refuse(
            path / "$schema",
            $"{Show.Value(schema)} is no draft that is known here; use \"https://json-schema.org/draft/2020-12/schema\" (which holds without $schema too) or \"http://json-schema.org/draft-07/schema#\"");
        return false;
    }
}
