using System.Text.Json;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Nodes;

/// <summary>One schema of a document. Complete, and unchanging, once the whole is compiled.</summary>
internal sealed class SchemaNode(JsonElement element, SchemaPath path, SchemaResource resource)
{
    private bool _needsSeen;

    /// <summary>Its JSON.</summary>
    public JsonElement Element { get; } = element;

    public SchemaPath Path { get; } = path;

    /// <summary>The resource it belongs to.</summary>
    public SchemaResource Resource { get; } = resource;

    /// <summary>Its rules, in the order in which they are checked.</summary>
    public IReadOnlyList<Keyword> Keywords { get; private set; } = [];

    /// <summary>True for <c>false</c>, which nothing satisfies.</summary>
    public bool IsFalse => Element.ValueKind == JsonValueKind.False;

    public void Complete(IReadOnlyList<Keyword> keywords, bool needsSeen) => (Keywords, _needsSeen) = (keywords, needsSeen);

    /// <inheritdoc cref="Keyword.Evaluate"/>
    public Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        if (!run.TryEnter(instance))
        {
            return run.Stopped;
        }

        Seen? own = _needsSeen ? new Seen() : seen;
        Scope? inner = run.UsesScope ? Scope.Enter(Resource, scope) : null;
        Failure? failure = null;
        for (int i = 0; i < Keywords.Count && failure is null; i++)
        {
            failure = Keywords[i].Evaluate(instance, run, own, inner);
        }

        if (failure is null && seen is not null && own is not null && own != seen)
        {
            seen.Add(own, run.Budget);
        }

        run.Leave();
        return failure;
    }
}
