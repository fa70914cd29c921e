using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>type</c>: one of the seven, or several of them.</summary>
internal sealed class TypeKeyword : Assertion
{
    private static readonly string[] _names = ["array", "boolean", "integer", "null", "number", "object", "string"];
    private readonly string[] _types;

    private TypeKeyword(KeywordSource source, string[] types)
        : base(source) => _types = types;

    /// <summary>What it asks for, in words: <c>a string or null</c>.</summary>
    public IEnumerable<string> Words => _types.Select(Word);

    public static TypeKeyword? Read(KeywordSource source)
    {
        JsonElement[] values = source.Value.ValueKind == JsonValueKind.Array ? [.. source.Value.EnumerateArray()] : [source.Value];
        foreach (JsonElement value in values)
        {
            if (value.ValueKind != JsonValueKind.String || !_names.Contains(JsonNames.Text(value)))
            {
                source.Builder.Refuse(source.Path, $"{Show.Value(value)} is no type; use one of {string.Join(", ", _names)}, or a list of them");
                return null;
            }
        }

        if (values.Length == 0)
        {
            source.Builder.Refuse(source.Path, "must name a type, and is an empty list; leave it out to allow all");
            return null;
        }

        return new TypeKeyword(source, [.. values.Select(JsonNames.Text).Distinct()]);
    }

    protected override bool Holds(Instance instance, Evaluation run)
    {
        foreach (string type in _types)
        {
            if (IsOf(instance, type))
            {
                return true;
            }
        }

        return false;
    }

    protected override string Rule(Instance instance) => $"must be {Phrases.Or(Words)}, and is {Phrases.Value(instance)}";

    private static bool IsOf(Instance instance, string type) => instance.Kind switch
    {
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type == "number" || (type == "integer" && instance.Number.IsWhole),
        JsonValueKind.Null => type == "null",
        _ => type == "boolean",
    };

    private static string Word(string type) => type switch
    {
        "array" => "a list",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "null" => "null",
        "object" => "an object",
        _ => $"a {type}",
    };
}
