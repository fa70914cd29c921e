using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Nodes;

/// <summary>A place in a schema. It is written out only when somebody is to read it.</summary>
internal sealed class SchemaPath
{
    private readonly SchemaPath? _parent;
    private readonly string _name;

    /// <summary>The top of a document.</summary>
    /// <param name="document">The address of one that is not the caller's; empty for the caller's own.</param>
    public SchemaPath(string document) => _name = document;

    private SchemaPath(SchemaPath parent, string name) => (_parent, _name) = (parent, name);

    public static SchemaPath operator /(SchemaPath path, string name) => new(path, name);

    /// <summary>A JSON pointer; empty for all of the caller's schema.</summary>
    public override string ToString()
    {
        List<string> names = [];
        SchemaPath path = this;
        for (; path._parent is not null; path = path._parent)
        {
            names.Add(JsonPointer.Escape(path._name));
        }

        names.Reverse();
        return path._name + JsonPointer.Join(names);
    }
}
