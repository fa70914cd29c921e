using System.Text.Json;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>prefixItems</c>, which is the list form of <c>items</c> in draft 7: a schema for each of the first items.</summary>
internal sealed class PrefixItemsKeyword(KeywordSource source) : Keyword(source)
{
    private readonly SchemaNode[] _schemas = source.List;

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        if (instance.Kind != JsonValueKind.Array)
        {
            return null;
        }

        int index = 0;
        foreach (JsonElement item in instance.Element.EnumerateArray())
        {
            if (index == _schemas.Length)
            {
                break;
            }

            if (_schemas[index].Evaluate(instance.Item(index, item), run, null, scope) is { } failure)
            {
                return failure;
            }

            index++;
        }

        seen?.AddFirstItems(index);
        return null;
    }
}
