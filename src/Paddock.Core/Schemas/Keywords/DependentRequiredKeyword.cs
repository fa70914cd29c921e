using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>dependentRequired</c>, and the lists of names in <c>dependencies</c>.</summary>
internal sealed class DependentRequiredKeyword : Assertion
{
    private readonly Dictionary<string, string[]> _names;

    private DependentRequiredKeyword(KeywordSource source, Dictionary<string, string[]> names)
        : base(source) => _names = names;

    public static DependentRequiredKeyword? Read(KeywordSource source)
    {
        if (source.Value.ValueKind != JsonValueKind.Object)
        {
            source.Builder.Refuse(source.Path, $"must be an object whose values are lists of names, not {Show.Kind(source.Value)}");
            return null;
        }

        Dictionary<string, string[]> names = new(StringComparer.Ordinal);
        foreach ((string name, JsonElement value) in JsonNames.Members(source.Value))
        {
            if (source.Name == "dependencies" && value.ValueKind != JsonValueKind.Array)
            {
                continue; // a schema
            }

            if (!RequiredKeyword.TryReadNames(source, value, source.Path / name, out string[] list))
            {
                return null;
            }

            names[name] = list;
        }

        return new DependentRequiredKeyword(source, names);
    }

    protected override bool Holds(Instance instance, Evaluation run) => instance.Kind != JsonValueKind.Object || Broken(instance, run) is null;

    protected override string Rule(Instance instance)
    {
        string name = _names.First(pair => instance.Members.ContainsKey(pair.Key) && Array.Exists(pair.Value, needed => !instance.Members.ContainsKey(needed))).Key;
        return $"has {Show.Text(name)}, and so {RequiredKeyword.Lack(instance, _names[name])} with it";
    }

    private string? Broken(Instance instance, Evaluation run)
    {
        run.Budget.TrySpend(_names.Count);
        foreach ((string name, string[] needed) in _names)
        {
            if (instance.Members.ContainsKey(name) && !RequiredKeyword.HasAll(instance, needed, run))
            {
                return name;
            }
        }

        return null;
    }
}
