using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Paddock.Core.Requests;

/// <summary>Shows a caller what it sent, short and printable.</summary>
internal static class Show
{
    private const int MaxLength = 60;

    public static string Text(string text)
    {
        StringBuilder shown = new("\"");
        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (++length > MaxLength)
            {
                shown.Append('…');
                break;
            }

            if (rune.Value is '"' or '\\')
            {
                shown.Append('\\').Append(rune);
            }
            else if (Rune.IsControl(rune))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                shown.Append(rune);
            }
        }

        return shown.Append('"').ToString();
    }

    public static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Undefined => "nothing",
        _ => element.GetRawText(),
    };

    /// <summary>The same for what a whole body is.</summary>
    public static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => "null",
    };

    public static string Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => JsonText.TryRead(element, out string text) ? Text(text) : "a broken string",
        JsonValueKind.Number => Shorten(element.GetRawText(), MaxLength),
        _ => Kind(element),
    };

    /// <summary>The path of a member of a map: <c>env.FOO</c>, or <c>env["a b"]</c> where a plain name would not do.</summary>
    public static string Member(string map, string name) =>
        name.Length is > 0 and <= MaxLength && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? $"{map}.{name}"
            : $"{map}[{Text(name)}]";

    public static string Shorten(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "…";
}
