namespace Paddock.Sandbox.Jails;

/// <summary>Hands out the uids of jails that come and go. Those of the pools that are always there come before them.</summary>
internal sealed class UidOffsets
{
    /// <summary>The first that is handed out.</summary>
    internal const int First = 16;

    /// <summary>How many there are.</summary>
    internal const int Count = 1008;

    private readonly Lock _gate = new();
    private readonly SortedSet<int> _free = [.. Enumerable.Range(First, Count)];

    /// <summary>The lowest that no jail has; null when all are taken.</summary>
    internal int? Take()
    {
        lock (_gate)
        {
            if (_free.Count == 0)
            {
                return null;
            }

            int offset = _free.Min;
            _free.Remove(offset);
            return offset;
        }
    }

    /// <summary>Every process that had it is gone.</summary>
    internal void GiveBack(int offset)
    {
        lock (_gate)
        {
            _free.Add(offset);
        }
    }
}
