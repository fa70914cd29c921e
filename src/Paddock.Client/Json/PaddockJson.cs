using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Paddock.Client.Json;

/// <summary>Makes the JSON values of requests, such as <c>input</c>, and reads those of answers, without reflection.</summary>
public static class PaddockJson
{
    private static readonly JsonDocumentOptions _reading = new() { MaxDepth = ClientJson.MaxDepth };
    private static readonly JsonWriterOptions _writing = new() { MaxDepth = ClientJson.MaxDepth };

    /// <summary>Makes a JSON value of a .NET value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="type">How to write it, from a <see cref="System.Text.Json.Serialization.JsonSerializerContext"/>: <c>MyContext.Default.Order</c>.</param>
    /// <exception cref="JsonException">It cannot be written as JSON.</exception>
    public static JsonElement From<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToElement(value, type);

    /// <summary>Makes a JSON value of a node; <c>null</c> of none.</summary>
    /// <param name="node">The node, nested up to 4,096 levels.</param>
    /// <exception cref="InvalidOperationException">It is nested deeper.</exception>
    public static JsonElement From(JsonNode? node)
    {
        if (node is null)
        {
            return Parse("null");
        }

        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, _writing))
        {
            node.WriteTo(writer);
        }

        return JsonElement.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), _reading);
    }

    /// <summary>Makes a JSON value of JSON text.</summary>
    /// <param name="json">The text, nested up to 4,096 levels.</param>
    /// <exception cref="JsonException">It is not JSON, or nested deeper.</exception>
    public static JsonElement Parse(string json) => JsonElement.Parse(json, _reading);

    /// <summary>Makes a node of a JSON value; null of <c>null</c>.</summary>
    /// <param name="value">The value.</param>
    public static JsonNode? ToNode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        _ => JsonValue.Create(value),
    };
}
