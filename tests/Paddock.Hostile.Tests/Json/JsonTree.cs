using System.Text;
using System.Text.Json;

namespace Paddock.Hostile.Tests.Json;

/// <summary>JSON that may break every rule: names and scalars are raw text, names may repeat.</summary>
internal sealed class JsonTree
{
    /// <summary>A scalar, or anything else, as it is written; null for an object or a list.</summary>
    public string? Raw { get; set; }

    /// <summary>The members, or the items, whose names are null.</summary>
    public List<(string? Name, JsonTree Value)> Children { get; private init; } = [];

    public bool IsObject { get; private init; }

    public static JsonTree Scalar(string raw) => new() { Raw = raw };

    public static JsonTree Object(params IEnumerable<(string Name, JsonTree Value)> members) =>
        new() { IsObject = true, Children = [.. members.Select(static member => ((string?)member.Name, member.Value))] };

    public static JsonTree List(params IEnumerable<JsonTree> items) => new() { Children = [.. items.Select(static item => ((string?)null, item))] };

    public static JsonTree Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Object(element.EnumerateObject().Select(static member => ($"\"{JsonEncodedText.Encode(member.Name)}\"", Read(member.Value)))),
        JsonValueKind.Array => List(element.EnumerateArray().Select(Read)),
        _ => Scalar(element.GetRawText()),
    };

    public JsonTree Copy() => new() { Raw = Raw, IsObject = IsObject, Children = [.. Children.Select(static child => (child.Name, child.Value.Copy()))] };

    /// <summary>This and everything below.</summary>
    public IEnumerable<JsonTree> All() => Children.SelectMany(static child => child.Value.All()).Prepend(this);

    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        Write(text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void Write(StringBuilder text)
    {
        if (Raw is not null)
        {
            text.Append(Raw);
            return;
        }

        text.Append(IsObject ? '{' : '[');
        for (var i = 0; i < Children.Count; i++)
        {
            text.Append(i == 0 ? "" : ",");
            if (IsObject)
            {
                text.Append(Children[i].Name ?? "\"\"").Append(':');
            }

            Children[i].Value.Write(text);
        }

        text.Append(IsObject ? '}' : ']');
    }
}
