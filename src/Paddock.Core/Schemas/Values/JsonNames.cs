using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Paddock.Core.Schemas.Values;

/// <summary>Reads strings of JSON. Half of a surrogate pair, at which the BCL throws, is kept as it is.</summary>
internal static class JsonNames
{
    /// <summary>The text of a string.</summary>
    public static string Text(JsonElement element)
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(element);
        return Unescape(raw[1..^1]);
    }

    /// <summary>The members of an object: of several with one name the last.</summary>
    public static Dictionary<string, JsonElement> Members(JsonElement element)
    {
        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            members[Unescape(JsonMarshal.GetRawUtf8PropertyName(property))] = property.Value;
        }

        return members;
    }

    /// <summary>A string that holds <paramref name="text"/>.</summary>
    public static JsonElement Quote(string text)
    {
        StringBuilder quoted = new("\"", text.Length + 2);
        foreach (char c in text)
        {
            if (c is < ' ' or '"' or '\\' || char.IsSurrogate(c))
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                quoted.Append(c);
            }
        }

        return JsonElement.Parse(quoted.Append('"').ToString());
    }

    private static string Unescape(ReadOnlySpan<byte> raw)
    {
        int escape = raw.IndexOf((byte)'\\');
        if (escape < 0)
        {
            return Encoding.UTF8.GetString(raw);
        }

        StringBuilder text = new(raw.Length);
        while (escape >= 0)
        {
            text.Append(Encoding.UTF8.GetString(raw[..escape]));
            raw = raw[(escape + 1)..];
            text.Append(Escaped(raw, out int length));
            raw = raw[length..];
            escape = raw.IndexOf((byte)'\\');
        }

        return text.Append(Encoding.UTF8.GetString(raw)).ToString();
    }

    /// <summary>What stands behind a backslash; the parser has seen to it that it is an escape.</summary>
    private static char Escaped(ReadOnlySpan<byte> raw, out int length)
    {
        length = raw[0] == 'u' ? 5 : 1;
        return (char)raw[0] switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => (char)ushort.Parse(raw.Slice(1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            char other => other,
        };
    }
}
