using Microsoft.Extensions.Logging;
using Paddock.Core.Executions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Steps;

namespace Paddock.Sandbox.Pools;

/// <summary>
/// The ready cells of one template. Keeps itself full in the background and lets a bounded number of requests wait; <c>Pool.Jails.cs</c> replaces a
/// jail that broke or has grown old. A request is never lost with a jail: only a job that already runs in it is.
/// </summary>
internal sealed partial class Pool : IJailOwner, IAsyncDisposable
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly LinkedList<Cell> _ready = new();
    private readonly LinkedList<TaskCompletionSource<Rental>> _waiting = new();
    private readonly PoolSettings _settings;
    private readonly DemandMeter _demand;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    private int _spawning;
    private int _running;
    private int _ending;
    private long _shortSince;
    private bool _stopping;

    internal Pool(PoolSettings settings, Func<IJailOwner, Jail> startJail, StepClock steps, TimeProvider time, ILogger logger)
    {
        _settings = settings;
        _startJail = startJail;
        Steps = steps;
        _time = time;
        _logger = logger;
        _demand = new DemandMeter(settings.MinReady, settings.MaxReady, time);
        lock (_gate)
        {
            StartNext();
            _timer = time.CreateTimer(static pool => ((Pool)pool!).Maintain(), this, s_tick, s_tick);
        }
    }

    internal StepClock Steps { get; }

    internal PoolSettings Settings => _settings;

    internal PoolHealth Health
    {
        get
        {
            lock (_gate)
            {
                return new PoolHealth(_settings.Name, _ready.Count, _running, _waiting.Count);
            }
        }
    }

    internal PoolCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return new PoolCounts(_ready.Count, _spawning, _running, _ending, _waiting.Count);
            }
        }
    }

    private int Alive => _ready.Count + _spawning + _running + _ending;

    /// <summary>Takes a cell, waiting for one when none is ready.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    internal ValueTask<Rental> RentAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource<Rental>> place;
        lock (_gate)
        {
            if (_stopping)
            {
                return new ValueTask<Rental>(default(Rental));
            }

            _demand.Take();
            if (_ready.First is { } first)
            {
                _ready.RemoveFirst();
                Use(first.Value);
                Refill();
                return new ValueTask<Rental>(new Rental(first.Value, null));
            }

            if (_waiting.Count >= _settings.MaxQueue)
            {
                Refill();
                return new ValueTask<Rental>(default(Rental));
            }

            place = _waiting.AddLast(new TaskCompletionSource<Rental>(TaskCreationOptions.RunContinuationsAsynchronously));
            Refill();
        }

        return new ValueTask<Rental>(WaitAsync(place, cancellationToken));
    }

    /// <summary>A rented cell is done with: it is killed, and its slot comes free when it is gone.</summary>
    internal void Return(Cell cell)
    {
        cell.Discard();
        lock (_gate)
        {
            _running--;
            End(cell);
            Refill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _stopping = true;
            foreach (TaskCompletionSource<Rental> waiting in _waiting)
            {
                waiting.TrySetResult(default);
            }
        }

        await StopJailsAsync().ConfigureAwait(false);
    }

    void IJailOwner.OnCellReady(Jail jail, Cell cell, TimeSpan spawn, TimeSpan cage)
    {
        Steps.Record(Step.Spawn, spawn);
        Steps.Record(Step.Cage, cage);
        lock (_gate)
        {
            _spawning--;
            NoteProgress();
            if (!cell.IsGone)
            {
                Offer(cell);
            }

            Refill();
        }
    }

    void IJailOwner.OnCellEnded(Jail jail, Cell cell)
    {
        lock (_gate)
        {
            switch (cell.Use)
            {
                case CellUse.Ready:
                    _ready.Remove(cell);
                    break;
                case CellUse.Ending:
                    _ending--;
                    Steps.Record(Step.Reap, cell.SinceFinished);
                    break;
                case CellUse.Running:
                    // Its request returns it in a moment, and finds it gone.
                    break;
            }

            Refill();
        }
    }

    private async Task<Rental> WaitAsync(LinkedListNode<TaskCompletionSource<Rental>> place, CancellationToken cancellationToken)
    {
        TaskCompletionSource<Rental> answer = place.Value;
        await using ITimer timer = _time.CreateTimer(
            _ => answer.TrySetResult(new Rental(null, Volatile.Read(ref _fault))), null, _settings.QueueTimeout, Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration hangUp = cancellationToken.UnsafeRegister(_ => answer.TrySetCanceled(cancellationToken), null);
        try
        {
            return await answer.Task.ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                if (place.List is not null)
                {
                    _waiting.Remove(place);
                }
            }
        }
    }

    /// <summary>Gives a new cell to the first request still waiting, or keeps it ready.</summary>
    private void Offer(Cell cell)
    {
        while (_waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            if (first.Value.TrySetResult(new Rental(cell, null)))
            {
                Use(cell);
                return;
            }
        }

        cell.Use = CellUse.Ready;
        _ready.AddLast(cell);
    }

    private void Use(Cell cell)
    {
        cell.Use = CellUse.Running;
        _running++;
    }

    private void End(Cell cell)
    {
        if (cell.IsGone)
        {
            return;
        }

        cell.Use = CellUse.Ending;
        _ending++;
    }

    private void Refill()
    {
        NoteShortage();
        if (_stopping || _holdUntilTick || _current is null)
        {
            return;
        }

        int wanted = _demand.Target + _waiting.Count - _ready.Count - _spawning;
        int room = Math.Min(_settings.MaxCells - Alive, _settings.MaxSpawning - _spawning);
        for (int i = Math.Min(wanted, room); i > 0 && _current.Spawn(); i--)
        {
            if (_spawning++ == 0)
            {
                _progressAt = _time.GetTimestamp();
            }
        }
    }

    private void NoteShortage()
    {
        bool isShort = _ready.Count < _demand.Target + _waiting.Count;
        if (isShort == (_shortSince != 0))
        {
            return;
        }

        if (!isShort)
        {
            Steps.Record(Step.Refill, _time.GetElapsedTime(_shortSince));
        }

        _shortSince = isShort ? _time.GetTimestamp() : 0;
    }

    /// <summary>Once a second: forget old demand, give back what it does not need, look after the jails.</summary>
    private void Maintain()
    {
        lock (_gate)
        {
            if (_stopping)
            {
                return;
            }

            _holdUntilTick = false;
            _demand.Roll();
            while (_ready.Count > _demand.Target)
            {
                DropOldest();
            }

            // One a second, so that no request finds the pool empty for it.
            if (_current is not null && _ready.First is { } oldest && oldest.Value.Jail != _current)
            {
                DropOldest();
            }

            MaintainJails();
            Refill();
        }
    }

    private void DropOldest()
    {
        Cell oldest = _ready.First!.Value;
        _ready.RemoveFirst();
        oldest.Discard();
        End(oldest);
    }
}
