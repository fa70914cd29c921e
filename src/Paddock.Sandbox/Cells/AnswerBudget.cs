namespace Paddock.Sandbox.Cells;

/// <summary>What all answers together may hold of the server's memory, from the first byte that code prints until its caller has read the last.</summary>
/// <param name="bytes">The most.</param>
internal sealed class AnswerBudget(long bytes)
{
    private long _left = bytes;

    internal bool TryTake(long wanted)
    {
        long left = Volatile.Read(ref _left);
        while (left >= wanted)
        {
            long seen = Interlocked.CompareExchange(ref _left, left - wanted, left);
            if (seen == left)
            {
                return true;
            }

            left = seen;
        }

        return false;
    }

    internal void GiveBack(long taken) => Interlocked.Add(ref _left, taken);
}
