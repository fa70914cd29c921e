using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>$dynamicRef</c>: of all resources on the way here, the first that knows the name decides what it means.</summary>
internal sealed class DynamicReferenceKeyword : Keyword
{
    private readonly SchemaNode _target;
    private readonly string? _name;

    private DynamicReferenceKeyword(KeywordSource source, SchemaNode target, string? name)
        : base(source) => (_target, _name) = (target, name);

    /// <summary>Where the name may lead elsewhere nothing can be said beforehand: <see cref="Evaluation.MaxDepth"/> ends a circle.</summary>
    public override IEnumerable<SchemaNode> InPlace => _name is null ? [_target] : [];

    public static DynamicReferenceKeyword? Read(KeywordSource source)
    {
        if (SchemaReferences.Resolve(source, out string? anchor) is not { } target)
        {
            return null;
        }

        bool isDynamic = anchor is not null && target.Resource.DynamicAnchors.GetValueOrDefault(anchor) == target;
        source.Builder.UsesScope |= isDynamic;
        return new DynamicReferenceKeyword(source, target, isDynamic ? anchor : null);
    }

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        SchemaNode target = _target;
        for (Scope? step = _name is null ? null : scope; step is not null; step = step.Outer)
        {
            run.Budget.TrySpend(1);
            target = step.Resource.DynamicAnchors.GetValueOrDefault(_name!, target);
        }

        return target.Evaluate(instance, run, seen, scope);
    }
}
