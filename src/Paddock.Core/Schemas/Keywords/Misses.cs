using Paddock.Core.Schemas.Nodes;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Keywords;

/// <summary>
/// Why none of several schemas matched. Which of them was meant is not known, but what comes nearest fails deepest. Only that one is kept: all of
/// them, on every level, could be millions.
/// </summary>
internal struct Misses
{
    private int _nearestIndex;
    private List<TypeKeyword>? _types;
    private bool _notOnlyTypes;

    /// <summary>Why the nearest did not match; null when nothing was added.</summary>
    public Failure? Nearest { get; private set; }

    public void Add(Failure failure, int index, Instance instance)
    {
        bool isOtherType = failure.Keyword is TypeKeyword && failure.At == instance;
        bool isNearer = Nearest is null || failure.Root.At.Depth > Nearest.Root.At.Depth || (!isOtherType && !_notOnlyTypes);
        if (isNearer)
        {
            (Nearest, _nearestIndex) = (failure, index);
        }

        if (isOtherType)
        {
            (_types ??= []).Add((TypeKeyword)failure.Keyword!);
        }
        else
        {
            _notOnlyTypes = true;
        }
    }

    public readonly string Describe(Instance instance, string keyword, int schemas)
    {
        // The commonest case: several types are allowed, and it is none of them.
        if (!_notOnlyTypes && _types is not null)
        {
            return $"must be {Phrases.Or(_types.SelectMany(static type => type.Words).Distinct())}, and is {Phrases.Value(instance)}";
        }

        string nearest = Nearest!.Root.Brief();
        return schemas == 1
            ? $"must match the schema of {keyword}: {nearest}"
            : $"matches none of the {Phrases.Count(schemas, "schema")} of {keyword}; of the {Phrases.Place(_nearestIndex)}, {nearest}";
    }
}
