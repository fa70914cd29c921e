using System.Globalization;
using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary>Puts words together.</summary>
internal static class Phrases
{
    // More are not read.
    private const int MaxShown = 8;

    public static string Value(Instance instance) => Value(instance.Element);

    public static string Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => Show.Text(JsonNames.Text(element)),
        _ => Show.Value(element),
    };

    /// <summary><c>a, b or c</c>.</summary>
    public static string Or(IEnumerable<string> words) => Join(words, "or");

    /// <summary><c>a, b and c</c>.</summary>
    public static string And(IEnumerable<string> words) => Join(words, "and");

    /// <summary>The names, quoted.</summary>
    public static string Names(IEnumerable<string> names) => And(names.Select(Show.Text));

    /// <summary><c>1 item</c>, <c>2 items</c>.</summary>
    public static string Count(long count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count != 1 ? what.EndsWith('y') ? what[..^1] + "ies" : what + "s" : what)}");

    /// <summary><c>1st</c>, <c>2nd</c>, from an index that counts from 0.</summary>
    public static string Place(int index)
    {
        int place = index + 1;
        string ending = (place % 100 is >= 11 and <= 13 ? 0 : place % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" };
        return string.Create(CultureInfo.InvariantCulture, $"{place}{ending}");
    }

    private static string Join(IEnumerable<string> words, string last)
    {
        string[] all = [.. words];
        if (all.Length > MaxShown)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", all[..MaxShown])} {last} {all.Length - MaxShown} more");
        }

        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {last} {all[^1]}";
    }
}
