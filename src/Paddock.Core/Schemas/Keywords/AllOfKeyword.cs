using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>allOf</c>.</summary>
internal sealed class AllOfKeyword(KeywordSource source) : Keyword(source)
{
    private readonly SchemaNode[] _schemas = source.List;

    public override IEnumerable<SchemaNode> InPlace => _schemas;

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        foreach (SchemaNode schema in _schemas)
        {
            if (schema.Evaluate(instance, run, seen, scope) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }
}
