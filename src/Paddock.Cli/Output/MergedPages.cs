using System.Text.Encodings.Web;
using System.Text.Json;

namespace Paddock.Cli.Output;

/// <summary>Makes one list of several pages, each item as it came.</summary>
internal static class MergedPages
{
    // as deep as the client reads
    private static readonly JsonDocumentOptions _reading = new() { MaxDepth = 4096 };

    /// <param name="pages">Bodies such as <c>{"tools":[…]}</c>.</param>
    /// <param name="member">The member that has the items.</param>
    public static byte[] Merge(IEnumerable<byte[]> pages, string member)
    {
        using MemoryStream merged = new();
        using (Utf8JsonWriter writer = new(merged, new JsonWriterOptions { MaxDepth = 4096, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray(member);
            foreach (byte[] page in pages)
            {
                using JsonDocument document = JsonDocument.Parse(page, _reading);
                foreach (JsonElement item in document.RootElement.GetProperty(member).EnumerateArray())
                {
                    writer.WriteRawValue(item.GetRawText(), skipInputValidation: true);
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return merged.ToArray();
    }
}
