using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>not</c>.</summary>
internal sealed class NotKeyword(KeywordSource source) : Keyword(source)
{
    private readonly SchemaNode _schema = source.Schema;

    public override IEnumerable<SchemaNode> InPlace => [_schema];

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        Failure? failure = _schema.Evaluate(instance, run, null, scope);
        return run.Stopped ?? (failure is null ? Fail(instance, static () => "matches the schema of not, which it must not") : null);
    }
}
