using System.Diagnostics.CodeAnalysis;

namespace Paddock.Core.Schemas;

/// <summary>Keeps what was used last, up to a total weight. Thread-safe.</summary>
/// <param name="capacity">The most that all values may weigh together.</param>
internal sealed class RecentlyUsed<TValue>(long capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _latestFirst = new();
    private long _weight;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>False when there is none of that name any more.</summary>
    public bool TryGet(string key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out LinkedListNode<Entry>? node))
            {
                value = default;
                return false;
            }

            _latestFirst.Remove(node);
            _latestFirst.AddFirst(node);
            value = node.Value.Value;
            return true;
        }
    }

    /// <summary>Keeps <paramref name="value"/>, unless it alone weighs too much, in the place of what was not used for longest.</summary>
    public void Add(string key, TValue value, long weight)
    {
        lock (_lock)
        {
            if (weight > capacity || _entries.ContainsKey(key))
            {
                return;
            }

            _entries[key] = _latestFirst.AddFirst(new Entry(key, value, weight));
            _weight += weight;
            while (_weight > capacity)
            {
                Entry oldest = _latestFirst.Last!.Value;
                _latestFirst.RemoveLast();
                _entries.Remove(oldest.Key);
                _weight -= oldest.Weight;
            }
        }
    }

    /// <summary>Forgets every value that <paramref name="isGone"/> says so of.</summary>
    public void Remove(Predicate<TValue> isGone)
    {
        lock (_lock)
        {
            foreach (LinkedListNode<Entry> node in _entries.Values.Where(node => isGone(node.Value.Value)).ToArray())
            {
                _latestFirst.Remove(node);
                _entries.Remove(node.Value.Key);
                _weight -= node.Value.Weight;
            }
        }
    }

    private sealed record Entry(string Key, TValue Value, long Weight);
}
