using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Nodes;

/// <summary>Which members and items of one value some schema has looked at: the others are what <c>unevaluated…</c> speaks of.</summary>
internal sealed class Seen
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<int> _items = [];
    private bool _allNames;
    private int _firstItems;

    public void AddName(string name) => _names.Add(name);

    public void AddAllNames() => _allNames = true;

    public void AddItem(int index) => _items.Add(index);

    /// <summary>The items before <paramref name="count"/>.</summary>
    public void AddFirstItems(int count) => _firstItems = Math.Max(_firstItems, count);

    public void AddAllItems() => _firstItems = int.MaxValue;

    public bool HasName(string name) => _allNames || _names.Contains(name);

    public bool HasItem(int index) => index < _firstItems || _items.Contains(index);

    /// <summary>Adds what <paramref name="other"/> has; <paramref name="budget"/> pays for it.</summary>
    public void Add(Seen other, StepBudget budget)
    {
        budget.TrySpend(other._names.Count + other._items.Count);
        _names.UnionWith(other._names);
        _items.UnionWith(other._items);
        _allNames |= other._allNames;
        AddFirstItems(other._firstItems);
    }
}
