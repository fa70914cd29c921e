using System.Text.Json;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>unevaluatedItems</c>: the items that nothing else in the same schema has looked at.</summary>
internal sealed class UnevaluatedItemsKeyword(KeywordSource source) : Keyword(source)
{
    private readonly SchemaNode _schema = source.Schema;

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        if (instance.Kind != JsonValueKind.Array)
        {
            return null;
        }

        int index = 0;
        foreach (JsonElement item in instance.Element.EnumerateArray())
        {
            run.Budget.TrySpend(1);
            if (!seen!.HasItem(index) && _schema.Evaluate(instance.Item(index, item), run, null, scope) is { } failure)
            {
                return failure;
            }

            index++;
        }

        seen!.AddAllItems();
        return null;
    }
}
