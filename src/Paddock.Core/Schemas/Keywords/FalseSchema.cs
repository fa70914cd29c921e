using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary>The schema <c>false</c>.</summary>
internal sealed class FalseSchema(SchemaNode node) : Keyword("false", node.Path)
{
    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope) => Fail(instance, static () => "is not allowed");
}
