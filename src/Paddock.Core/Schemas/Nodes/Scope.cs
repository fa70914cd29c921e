namespace Paddock.Core.Schemas.Nodes;

/// <summary>The resources that led to where a check is, the latest first: <c>$dynamicRef</c> asks them.</summary>
internal sealed class Scope(SchemaResource resource, Scope? outer)
{
    public SchemaResource Resource { get; } = resource;

    public Scope? Outer { get; } = outer;

    public static Scope Enter(SchemaResource resource, Scope? outer) =>
        ReferenceEquals(outer?.Resource, resource) ? outer : new Scope(resource, outer);
}
