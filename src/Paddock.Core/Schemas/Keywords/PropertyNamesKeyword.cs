using System.Text.Json;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>propertyNames</c>.</summary>
internal sealed class PropertyNamesKeyword(KeywordSource source) : Keyword(source)
{
    private readonly SchemaNode _schema = source.Schema;

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        if (instance.Kind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (string name in instance.Members.Keys)
        {
            if (_schema.Evaluate(instance.Name(name), run, null, scope) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }
}
