namespace Paddock.Core.Schemas.Values;

/// <summary>The work that one check may still do. Counted and not timed: the same input has the same fate on every machine.</summary>
internal sealed class StepBudget(long steps)
{
    private long _left = steps;

    /// <summary>True when more was asked for than there was; it stays so.</summary>
    public bool IsSpent => _left < 0;

    /// <summary>Takes <paramref name="steps"/>; false when they are not there.</summary>
    public bool TrySpend(long steps)
    {
        _left = _left < steps ? -1 : _left - steps;
        return _left >= 0;
    }
}
