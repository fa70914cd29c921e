using System.Collections.Concurrent;

namespace Paddock.Egress.Tests.Fakes;

/// <summary>Timers that end when a test says so.</summary>
internal sealed class HandTime : TimeProvider
{
    private readonly ConcurrentDictionary<HandTimer, TimeSpan> _set = new();

    /// <summary>How long those that are set have been set for.</summary>
    internal ICollection<TimeSpan> Set => _set.Values;

    /// <summary>Ends all that are set.</summary>
    internal void Elapse()
    {
        foreach (HandTimer timer in _set.Keys)
        {
            timer.End();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        HandTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class HandTimer(HandTime time, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time._set.TryRemove(this, out _);
            return dueTime == Timeout.InfiniteTimeSpan || time._set.TryAdd(this, dueTime);
        }

        public void Dispose() => time._set.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void End()
        {
            if (time._set.TryRemove(this, out _))
            {
                callback(state);
            }
        }
    }
}
