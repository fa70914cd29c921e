using System.Text.Json;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>properties</c>.</summary>
internal sealed class PropertiesKeyword(KeywordSource source) : Keyword(source)
{
    private readonly KeyValuePair<string, SchemaNode>[] _schemas = [.. source.Map];

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        if (instance.Kind != JsonValueKind.Object)
        {
            return null;
        }

        run.Budget.TrySpend(_schemas.Length / 4);
        foreach ((string name, SchemaNode schema) in _schemas)
        {
            if (!instance.Members.TryGetValue(name, out JsonElement value))
            {
                continue;
            }

            if (schema.Evaluate(instance.Member(name, value), run, null, scope) is { } failure)
            {
                return failure;
            }

            seen?.AddName(name);
        }

        return null;
    }
}
