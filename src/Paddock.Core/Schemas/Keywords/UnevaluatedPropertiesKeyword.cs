using System.Text.Json;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>unevaluatedProperties</c>: the members that nothing else in the same schema has looked at.</summary>
internal sealed class UnevaluatedPropertiesKeyword(KeywordSource source) : Keyword(source)
{
    private readonly SchemaNode _schema = source.Schema;

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        if (instance.Kind != JsonValueKind.Object)
        {
            return null;
        }

        run.Budget.TrySpend(instance.Members.Count);
        foreach ((string name, JsonElement value) in instance.Members)
        {
            if (!seen!.HasName(name) && _schema.Evaluate(instance.Member(name, value), run, null, scope) is { } failure)
            {
                return failure;
            }
        }

        seen!.AddAllNames();
        return null;
    }
}
