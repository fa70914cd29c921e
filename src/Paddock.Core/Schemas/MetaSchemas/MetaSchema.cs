using System.Reflection;
using System.Text.Json;

namespace Paddock.Core.Schemas.MetaSchemas;

/// <summary>The schemas of schemas, so that a tool can take a schema as input. They are ours, and say the same as the published ones.</summary>
internal static class MetaSchema
{
    private static readonly Lazy<JsonElement> _draft7 = new(static () => Load("draft7.json"));
    private static readonly Lazy<JsonElement> _draft202012 = new(static () => Load("draft2020-12.json"));

    /// <summary>The one at <paramref name="address"/>; null when that is none.</summary>
    public static JsonElement? Find(string address) => address switch
    {
        "http://json-schema.org/draft-07/schema" => _draft7.Value,
        "https://json-schema.org/draft/2020-12/schema" => _draft202012.Value,
        _ => null,
    };

    private static JsonElement Load(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{typeof(MetaSchema).Namespace}.{name}")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
