namespace Paddock.Sandbox.Cells;

/// <summary>
/// What one answer holds of the budget. Grown under the lock of its cell; disposed of by whoever needs the bytes last, which may be twice.
/// </summary>
internal sealed class AnswerMemory(AnswerBudget budget) : IDisposable
{
    /// <summary>So much of each buffer is not counted: callers with small answers never suffer from those with large ones.</summary>
    internal const int FreeBytes = 64 * 1024;

    private long _taken;

    /// <summary>True once there was no room: the answer is not whole and cannot be given.</summary>
    internal bool IsRefused { get; private set; }

    /// <summary>Asks for a buffer to grow.</summary>
    internal bool TryGrow(int from, int to)
    {
        long more = Math.Max(0, to - FreeBytes) - Math.Max(0, from - FreeBytes);
        if (IsRefused || (more > 0 && !budget.TryTake(more)))
        {
            IsRefused = true;
            return false;
        }

        _taken += more;
        return true;
    }

    public void Dispose() => budget.GiveBack(Interlocked.Exchange(ref _taken, 0));
}
