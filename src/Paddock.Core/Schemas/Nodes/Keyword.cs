using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Nodes;

/// <summary>One rule of a schema. Never changes once the schema is compiled.</summary>
internal abstract class Keyword(string name, SchemaPath path)
{
    protected Keyword(KeywordSource source)
        : this(source.Name, source.Path)
    {
    }

    /// <summary>As it stands in the schema.</summary>
    public string Name { get; } = name;

    /// <summary>Where it stands in the schema.</summary>
    public SchemaPath Path { get; } = path;

    /// <summary>The schemas that it applies to the same value: a circle of such would never end.</summary>
    public virtual IEnumerable<SchemaNode> InPlace => [];

    /// <summary>Checks <paramref name="instance"/>; null when all is well.</summary>
    /// <param name="instance">What is checked.</param>
    /// <param name="run">The check that this is a part of.</param>
    /// <param name="seen">Takes note of the members and items that were looked at; null when nobody asks.</param>
    /// <param name="scope">The resources on the way here; null when nobody asks.</param>
    public abstract Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope);

    protected Failure Fail(Instance at, Func<string> rule) => new(this, at, rule);
}
