using System.Text.Json;
using Paddock.Core.Requests;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Patterns;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>additionalProperties</c>: the members that neither properties nor patternProperties speak of.</summary>
internal sealed class AdditionalPropertiesKeyword : Keyword
{
    private readonly SchemaNode _schema;
    private readonly HashSet<string> _names;
    private readonly Pattern[] _patterns;

    private AdditionalPropertiesKeyword(KeywordSource source, HashSet<string> names, Pattern[] patterns)
        : base(source) => (_schema, _names, _patterns) = (source.Schema, names, patterns);

    public static AdditionalPropertiesKeyword? Read(KeywordSource source)
    {
        List<Pattern> patterns = [];
        if (source.Sibling("patternProperties") is { } sibling)
        {
            foreach (string name in JsonNames.Members(sibling.Value).Keys)
            {
                if (source.Builder.Patterns.Get(source, sibling.Path / name, name) is not { } pattern)
                {
                    return null;
                }

                patterns.Add(pattern);
            }
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        if (source.Sibling("properties") is { } properties)
        {
            names.UnionWith(JsonNames.Members(properties.Value).Keys);
        }

        return new AdditionalPropertiesKeyword(source, names, [.. patterns]);
    }

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        if (instance.Kind != JsonValueKind.Object)
        {
            return null;
        }

        foreach ((string name, JsonElement value) in instance.Members)
        {
            if (_names.Contains(name) || MatchesAny(name, instance, run))
            {
                continue;
            }

            if (run.Stopped is { } stopped)
            {
                return stopped;
            }

            if (_schema.IsFalse)
            {
                return NotAllowed(instance, name);
            }

            if (_schema.Evaluate(instance.Member(name, value), run, null, scope) is { } failure)
            {
                return failure;
            }
        }

        seen?.AddAllNames();
        return null;
    }

    private bool MatchesAny(string name, Instance instance, Evaluation run)
    {
        foreach (Pattern pattern in _patterns)
        {
            if (pattern.IsMatch(name, instance, run))
            {
                return true;
            }
        }

        return false;
    }

    private Failure NotAllowed(Instance instance, string name) => Fail(instance, () => _names.Count == 0
        ? $"has {Show.Text(name)}, which is not allowed"
        : $"has {Show.Text(name)}, which is not allowed; known are {Phrases.Names(_names)}");
}
