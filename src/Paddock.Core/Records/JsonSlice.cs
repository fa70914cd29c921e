using System.Text.Json;
using Paddock.Core.Requests;

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
        JsonWalk walk = new(json);
        while (walk.IsObject && walk.Next())
        {
            found = IsCalled(json[walk.Name], name) ? json[walk.Value] : found;
        }

        return found.SequenceEqual("null"u8) ? default : found;
    }

    /// <summary>The members that <paramref name="shape"/> knows, by name; of several with one name the last.</summary>
    public static Dictionary<string, Range> Members(ReadOnlySpan<byte> json, BodyShape shape)
    {
        Dictionary<string, Range> members = new(StringComparer.Ordinal);
        JsonWalk walk = new(json);
        while (walk.IsObject && walk.Next())
        {
            Utf8JsonReader reader = new(json[walk.Name]);
            reader.Read();
            if (shape.NameOf(ref reader) is { } name)
            {
                members[name] = walk.Value;
            }
        }

        return members;
    }

    /// <summary>Where the items of a list stand.</summary>
    public static List<Range> Items(ReadOnlySpan<byte> json)
    {
        List<Range> items = [];
        JsonWalk walk = new(json);
        while (!walk.IsObject && walk.Next())
        {
            items.Add(walk.Value);
        }

        return items;
    }

    /// <summary>Whether it is a list.</summary>
    public static bool IsList(ReadOnlySpan<byte> json) => json is [(byte)'[', ..];

    public static Utf8JsonReader NewReader(ReadOnlySpan<byte> json) => new(json, new JsonReaderOptions { MaxDepth = MaxDepth });

    private static bool IsCalled(ReadOnlySpan<byte> quoted, ReadOnlySpan<byte> name)
    {
        Utf8JsonReader reader = new(quoted);
        reader.Read();
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false; // half of a surrogate pair
        }
    }
}
