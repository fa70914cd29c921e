using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>required</c>.</summary>
internal sealed class RequiredKeyword : Assertion
{
    private readonly string[] _names;

    private RequiredKeyword(KeywordSource source, string[] names)
        : base(source) => _names = names;

    public static RequiredKeyword? Read(KeywordSource source)
    {
        if (source.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            source.Builder.Refuse(source.Path, "must be a list of names, and stands beside properties; true or false in a member is how draft 3 wrote it");
            return null;
        }

        return TryReadNames(source, source.Value, source.Path, out string[] names) ? new RequiredKeyword(source, names) : null;
    }

    /// <summary>Reads a list of names; false when the builder was told of a problem.</summary>
    public static bool TryReadNames(KeywordSource source, JsonElement value, SchemaPath path, out string[] names)
    {
        names = [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            source.Builder.Refuse(path, $"must be a list of names, not {Show.Value(value)}");
            return false;
        }

        foreach (JsonElement item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
            {
                source.Builder.Refuse(path, $"must be a list of names, and {Show.Value(item)} in it is none");
                return false;
            }
        }

        names = [.. value.EnumerateArray().Select(JsonNames.Text).Distinct(StringComparer.Ordinal)];
        return true;
    }

    /// <summary>True when none of <paramref name="names"/> is missing.</summary>
    public static bool HasAll(Instance instance, string[] names, Evaluation run)
    {
        run.Budget.TrySpend(names.Length);
        foreach (string name in names)
        {
            if (!instance.Members.ContainsKey(name))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary><c>lacks "a" and "b", which are required</c>.</summary>
    public static string Lack(Instance instance, string[] names)
    {
        string[] missing = [.. names.Where(name => !instance.Members.ContainsKey(name))];
        return $"lacks {Phrases.Names(missing)}, which {(missing.Length == 1 ? "is" : "are")} required";
    }

    protected override bool Holds(Instance instance, Evaluation run) => instance.Kind != JsonValueKind.Object || HasAll(instance, _names, run);

    protected override string Rule(Instance instance) => Lack(instance, _names);
}
