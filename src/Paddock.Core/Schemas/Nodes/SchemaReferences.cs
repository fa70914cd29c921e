using System.Globalization;
using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.MetaSchemas;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Nodes;

/// <summary>Finds what a <c>$ref</c> means. Nothing is ever fetched.</summary>
internal static class SchemaReferences
{
    /// <summary>The schema that the value of <paramref name="source"/> leads to; null when the builder was told of a problem.</summary>
    /// <param name="source">The keyword.</param>
    /// <param name="anchor">The name it uses, when it uses one.</param>
    public static SchemaNode? Resolve(KeywordSource source, out string? anchor)
    {
        anchor = null;
        SchemaBuilder builder = source.Builder;
        if (source.Value.ValueKind != JsonValueKind.String)
        {
            builder.Refuse(source.Path, $"must be a string such as \"#/$defs/NAME\", not {Show.Kind(source.Value)}");
            return null;
        }

        string text = JsonNames.Text(source.Value);
        int hash = text.IndexOf('#', StringComparison.Ordinal);
        SchemaResource? resource = FindResource(source, hash < 0 ? text : text[..hash]);
        if (resource is null)
        {
            return null;
        }

        string fragment = hash < 0 ? "" : Uri.UnescapeDataString(text[(hash + 1)..]);
        if (fragment.Length == 0)
        {
            return resource.Top;
        }

        SchemaNode? found;
        if (fragment[0] == '/')
        {
            found = FollowPointer(source, resource, fragment);
        }
        else
        {
            anchor = fragment;
            found = resource.Anchors.GetValueOrDefault(fragment);
        }

        if (found is null)
        {
            builder.Refuse(source.Path, $"{Show.Text(text)} leads to no schema; {(fragment[0] == '/' ? "check each name on the way" : "no schema there has this $anchor")}");
        }

        return found;
    }

    /// <summary>An address without its fragment, in one spelling.</summary>
    public static string Key(Uri address) => address.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.Fragment, UriFormat.UriEscaped);

    private static SchemaResource? FindResource(KeywordSource source, string reference)
    {
        SchemaResource here = source.Node.Resource;
        if (reference.Length == 0)
        {
            return here;
        }

        if (Uri.TryCreate(here.Address, reference, out Uri? address))
        {
            string key = Key(address);
            if (source.Builder.FindResource(key) is { } known)
            {
                return known;
            }

            if (MetaSchema.Find(key) is { } meta)
            {
                return source.Builder.AddDocument(meta, key)?.Resource;
            }
        }

        source.Builder.Refuse(
            source.Path,
            $"{Show.Text(reference)} is not in this schema, and nothing is fetched from elsewhere; copy it under $defs and refer to it as \"#/$defs/NAME\"");
        return null;
    }

    private static SchemaNode? FollowPointer(KeywordSource source, SchemaResource resource, string pointer)
    {
        SchemaNode near = resource.Top;
        JsonElement element = resource.Root;
        SchemaPath path = near.Path;
        foreach (string name in JsonPointer.Split(pointer))
        {
            if (!TryStep(source.Builder, near, element, name, out element))
            {
                return null;
            }

            path /= name;
            near = source.Builder.TryFind(near, element) ?? near;
        }

        return source.Builder.TryFind(near, element) ?? source.Builder.AddSchema(near, path, element);
    }

    private static bool TryStep(SchemaBuilder builder, SchemaNode near, JsonElement from, string name, out JsonElement to)
    {
        to = default;
        if (from.ValueKind == JsonValueKind.Object)
        {
            return builder.Members(near, from).TryGetValue(name, out to);
        }

        if (from.ValueKind == JsonValueKind.Array && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < from.GetArrayLength())
        {
            to = from[index];
            return true;
        }

        return false;
    }
}
