using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Paddock.Cli.Output;

/// <summary>JSON for people: indented, and only that escaped which has to be.</summary>
internal static class PrettyJson
{
    // as deep as the client reads
    private const int MaxDepth = 4096;

    private static readonly JsonWriterOptions _indented = new() { Indented = true, MaxDepth = MaxDepth, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonElement value)
    {
        using MemoryStream buffer = new();
        try
        {
            using Utf8JsonWriter writer = new(buffer, _indented);
            value.WriteTo(writer);
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText(); // half a surrogate pair: JSON may hold it, a .NET string may not
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>The text of a string; its JSON where no .NET string can hold it.</summary>
    public static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText();
        }
    }
}
