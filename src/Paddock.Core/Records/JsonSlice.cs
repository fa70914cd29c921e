using System.Text.Json;

namespace Paddock.Core.Records;

/// <summary>Finds values within JSON that is known to be well-formed, without building anything of them.</summary>
internal static class JsonSlice
{
    /// <summary>Deeper than any body may be.</summary>
    public const int MaxDepth = 2048;

    /// <summary>The member called <paramref name="name"/>, of several the last; empty when it is not there, or null.</summary>
    public static ReadOnlySpan<byte> Member(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> found = default;
        Utf8JsonReader reader = NewReader(json);
        if (json.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return found;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isIt = IsCalled(ref reader, name);
            reader.Read();
            Range place = Pass(ref reader);
            found = isIt ? json[place] : found;
        }

        return found.SequenceEqual("null"u8) ? default : found;
    }

    /// <summary>Where the items of a list stand.</summary>
    public static List<Range> Items(ReadOnlySpan<byte> json)
    {
        List<Range> items = [];
        Utf8JsonReader reader = NewReader(json);
        if (!json.IsEmpty && reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(Pass(ref reader));
            }
        }

        return items;
    }

    /// <summary>Whether it is a list.</summary>
    public static bool IsList(ReadOnlySpan<byte> json) => json is [(byte)'[', ..];

    public static Utf8JsonReader NewReader(ReadOnlySpan<byte> json) => new(json, new JsonReaderOptions { MaxDepth = MaxDepth });

    private static bool IsCalled(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false; // half of a surrogate pair
        }
    }

    private static Range Pass(ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }
}
