using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Paddock.Core.Secrets;

namespace Paddock.Core.Records;

/// <summary>In which ways code that was given a secret is likely to print it: as a service would, as its language shows a text, and in parts.</summary>
internal static class RecordSpellings
{
    /// <summary>Shorter lines and members of a secret stand in many an honest text.</summary>
    private const int MinPartLength = 8;

    /// <summary>Of a secret of many lines or members the first so many are looked for by themselves.</summary>
    private const int MaxParts = 500;

    /// <summary>A longer secret is looked for whole, and as a service would write it: each more form of it costs the memory of one, and there may be a hundred of them.</summary>
    private const int MaxFormedLength = 8 * 1024;

    private static readonly JsonDocumentOptions _shallow = new() { MaxDepth = 16 };

    /// <summary>The spellings, each once.</summary>
    public static IEnumerable<string> Of(string secret) => secret.Length > MaxFormedLength
        ? Plain(secret).Distinct()
        : Parts(secret).Distinct().Take(MaxParts).SelectMany(Forms).Distinct();

    /// <summary>The secret, its lines (a key in PEM form is printed line by line), and what it holds where it is JSON (the key of a service account).</summary>
    private static IEnumerable<string> Parts(string secret) => [secret, .. Lines(secret), .. Members(secret).SelectMany(static member => (string[])[member, .. Lines(member)])];

    private static IEnumerable<string> Lines(string text) =>
        text.Split(['\r', '\n'], StringSplitOptions.TrimEntries).Where(line => line.Length >= MinPartLength && line.Length < text.Length);

    private static List<string> Members(string secret)
    {
        List<string> members = [];
        if (!secret.AsSpan().TrimStart().StartsWith("{") && !secret.AsSpan().TrimStart().StartsWith("["))
        {
            return members;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(secret, _shallow);
            Collect(document.RootElement, members);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // It only looks like JSON, or holds half of a surrogate pair.
        }

        return members;
    }

    private static void Collect(JsonElement element, List<string> members)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    Collect(property.Value, members);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Collect(item, members);
                }

                break;
            case JsonValueKind.String when element.GetString() is { Length: >= MinPartLength } text && members.Count < MaxParts:
                members.Add(text);
                break;
            default:
                break;
        }
    }

    private static IEnumerable<string> Plain(string part) => Spellings.Of(part).Select(static spelling => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(spelling)));

    private static IEnumerable<string> Forms(string part)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(part);
        string json = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(part);
        string shown = part
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal);
        string tags = part
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
        string quotes = tags.Replace("\"", "&quot;", StringComparison.Ordinal);
        return
        [
            .. Plain(part),

            // Host names are in lower case whatever was asked for, and headers in either.
            part.ToLowerInvariant(),
            part.ToUpperInvariant(),

            // As Python and Ruby show a text, which of the quotes is escaped depends on the other.
            shown,
            shown.Replace("'", "\\'", StringComparison.Ordinal),
            shown.Replace("\"", "\\\"", StringComparison.Ordinal),

            // JSON in JSON.
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(json),
            string.Concat(part.Select(static c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"))),
            tags,
            quotes,
            quotes.Replace("'", "&#x27;", StringComparison.Ordinal),
            quotes.Replace("'", "&#039;", StringComparison.Ordinal),
            Convert.ToHexStringLower(bytes),
            Convert.ToHexString(bytes),
        ];
    }
}
