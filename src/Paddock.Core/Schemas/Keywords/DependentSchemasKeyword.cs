using System.Text.Json;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>dependentSchemas</c>, and the schemas in <c>dependencies</c>.</summary>
internal sealed class DependentSchemasKeyword(KeywordSource source) : Keyword(source)
{
    private readonly KeyValuePair<string, SchemaNode>[] _schemas = [.. source.Map];

    public override IEnumerable<SchemaNode> InPlace => _schemas.Select(static pair => pair.Value);

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        if (instance.Kind != JsonValueKind.Object)
        {
            return null;
        }

        run.Budget.TrySpend(_schemas.Length);
        foreach ((string name, SchemaNode schema) in _schemas)
        {
            if (instance.Members.ContainsKey(name) && schema.Evaluate(instance, run, seen, scope) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }
}
