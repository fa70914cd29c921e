using System.Text.Json;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Patterns;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>patternProperties</c>.</summary>
internal sealed class PatternPropertiesKeyword : Keyword
{
    private readonly (Pattern Pattern, SchemaNode Schema)[] _schemas;

    private PatternPropertiesKeyword(KeywordSource source, (Pattern Pattern, SchemaNode Schema)[] schemas)
        : base(source) => _schemas = schemas;

    public static PatternPropertiesKeyword? Read(KeywordSource source)
    {
        List<(Pattern Pattern, SchemaNode Schema)> schemas = [];
        foreach ((string name, SchemaNode schema) in source.Map)
        {
            if (source.Builder.Patterns.Get(source, source.Path / name, name) is not { } pattern)
            {
                return null;
            }

            schemas.Add((pattern, schema));
        }

        return new PatternPropertiesKeyword(source, [.. schemas]);
    }

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        if (instance.Kind != JsonValueKind.Object)
        {
            return null;
        }

        foreach ((string name, JsonElement value) in instance.Members)
        {
            foreach ((Pattern pattern, SchemaNode schema) in _schemas)
            {
                if (!pattern.IsMatch(name, instance, run))
                {
                    if (run.Stopped is { } stopped)
                    {
                        return stopped;
                    }
                }
                else if (schema.Evaluate(instance.Member(name, value), run, null, scope) is { } failure)
                {
                    return failure;
                }
                else
                {
                    seen?.AddName(name);
                }
            }
        }

        return null;
    }
}
