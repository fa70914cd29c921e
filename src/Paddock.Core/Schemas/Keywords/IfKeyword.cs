using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>if</c>, <c>then</c> and <c>else</c>.</summary>
internal sealed class IfKeyword(KeywordSource source) : Keyword(source)
{
    private readonly SchemaNode _if = source.Schema;
    private readonly SchemaNode? _then = source.Sibling("then")?.Schema;
    private readonly SchemaNode? _else = source.Sibling("else")?.Schema;

    public override IEnumerable<SchemaNode> InPlace => new[] { _if, _then, _else }.OfType<SchemaNode>();

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        Seen? own = seen is null ? null : new Seen();
        Failure? failure = _if.Evaluate(instance, run, own, scope);
        if (run.Stopped is { } stopped)
        {
            return stopped;
        }

        if (failure is null)
        {
            seen?.Add(own!, run.Budget);
        }

        return (failure is null ? _then : _else)?.Evaluate(instance, run, seen, scope);
    }
}
