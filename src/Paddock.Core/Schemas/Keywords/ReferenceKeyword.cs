using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>$ref</c>.</summary>
internal sealed class ReferenceKeyword : Keyword
{
    private readonly SchemaNode _target;

    private ReferenceKeyword(KeywordSource source, SchemaNode target)
        : base(source) => _target = target;

    public override IEnumerable<SchemaNode> InPlace => [_target];

    public static ReferenceKeyword? Read(KeywordSource source) =>
        SchemaReferences.Resolve(source, out _) is { } target ? new ReferenceKeyword(source, target) : null;

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope) => _target.Evaluate(instance, run, seen, scope);
}
