using System.Globalization;
using System.Text.Json;
using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary><c>contains</c>, with <c>minContains</c> and <c>maxContains</c>.</summary>
internal sealed class ContainsKeyword : Keyword
{
    private readonly SchemaNode _schema;
    private readonly long _least;
    private readonly long _most;

    private ContainsKeyword(KeywordSource source, long least, long most)
        : base(source) => (_schema, _least, _most) = (source.Schema, least, most);

    public static ContainsKeyword? Read(KeywordSource source)
    {
        long least = 1;
        long most = long.MaxValue;
        bool counts = source.Draft == SchemaDraft.Draft202012;
        return counts && source.Sibling("minContains") is { } min && !SizeKeyword.TryReadCount(min, out least) ? null
            : counts && source.Sibling("maxContains") is { } max && !SizeKeyword.TryReadCount(max, out most) ? null
            : new ContainsKeyword(source, least, most);
    }

    public override Failure? Evaluate(Instance instance, Evaluation run, Seen? seen, Scope? scope)
    {
        if (instance.Kind != JsonValueKind.Array)
        {
            return null;
        }

        int found = 0;
        int index = 0;
        foreach (JsonElement item in instance.Element.EnumerateArray())
        {
            if (_schema.Evaluate(instance.Item(index, item), run, null, scope) is null)
            {
                found++;
                seen?.AddItem(index);
            }

            if (run.Stopped is { } stopped)
            {
                return stopped;
            }

            index++;
        }

        return found < _least || found > _most ? Wrong(instance, found) : null;
    }

    private Failure Wrong(Instance instance, int found) => Fail(instance, () => string.Create(
        CultureInfo.InvariantCulture,
        $"must hold {(found < _least ? "at least" : "at most")} {Phrases.Count(found < _least ? _least : _most, "item")} that match contains, and holds {found}"));
}
