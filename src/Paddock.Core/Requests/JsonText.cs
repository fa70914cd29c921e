using System.Text.Json;

namespace Paddock.Core.Requests;

/// <summary>Reads JSON values that may be absent, of the wrong kind, or no text at all.</summary>
internal static class JsonText
{
    /// <summary>True when the member is not there, or null.</summary>
    public static bool IsAbsent(this JsonElement element) =>
        element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>True for <c>[]</c>, which is how PHP writes an empty map.</summary>
    public static bool IsEmptyArray(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 0;

    /// <summary>The text of a string, false when it holds a lone surrogate and so is no text.</summary>
    public static bool TryRead(JsonElement element, out string text)
    {
        try
        {
            text = element.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // The BCL offers no way to ask first; the whole body is valid UTF-8, so an escaped lone surrogate is all that is left.
            text = "";
            return false;
        }
    }

    /// <summary>The name of a member, null when it holds a lone surrogate.</summary>
    public static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The member called <paramref name="name"/>; of several the last.</summary>
    public static JsonElement Find(JsonElement container, string name)
    {
        JsonElement found = default;
        foreach (JsonProperty property in container.EnumerateObject())
        {
            if (NameOf(property) == name)
            {
                found = property.Value;
            }
        }

        return found;
    }

    /// <summary>Reads a string that has to be there, and names the rule that it breaks.</summary>
    public static string? ReadString(JsonElement element, out string text)
    {
        text = "";
        return element.ValueKind switch
        {
            JsonValueKind.String when TryRead(element, out text) => null,
            JsonValueKind.String => "holds half of a surrogate pair (such as \\ud800), which is no text; send both halves or leave it out",
            JsonValueKind.Undefined or JsonValueKind.Null => "is required and must be a string",
            _ => $"must be a string, not {Show.Kind(element)}",
        };
    }
}
