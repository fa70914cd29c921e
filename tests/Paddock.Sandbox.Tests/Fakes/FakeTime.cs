namespace Paddock.Sandbox.Tests.Fakes;

/// <summary>A clock that stands still until told to go on; due timers run on the caller of <see cref="Advance"/>, in their order.</summary>
internal sealed class FakeTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private long _now = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => new(DateTimeOffset.UnixEpoch.Ticks + GetTimestamp(), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Advance(TimeSpan by)
    {
        long until = GetTimestamp() + by.Ticks;
        while (TakeDue(until) is { } due)
        {
            due.Run();
        }

        Volatile.Write(ref _now, until);
    }

    private FakeTimer? TakeDue(long until)
    {
        lock (_gate)
        {
            FakeTimer? due = _timers.Where(timer => timer.DueAt <= until).MinBy(static timer => timer.DueAt);
            if (due is not null)
            {
                Volatile.Write(ref _now, Math.Max(_now, due.DueAt));
                due.DueAt = due.Period > 0 ? due.DueAt + due.Period : long.MaxValue;
            }

            return due;
        }
    }

    private sealed class FakeTimer(FakeTime time, TimerCallback callback, object? state) : ITimer
    {
        internal long DueAt { get; set; } = long.MaxValue;

        internal long Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time._now + dueTime.Ticks;
                Period = period.Ticks;
                time._timers.Remove(this);
                time._timers.Add(this);
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Run() => callback(state);
    }
}
