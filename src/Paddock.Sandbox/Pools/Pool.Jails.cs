using Microsoft.Extensions.Logging;
using Paddock.Sandbox.Jails;

namespace Paddock.Sandbox.Pools;

/// <summary>The jails behind a pool: one makes the cells, one may be warming up to replace it, and retired ones live until their last cell is gone.</summary>
internal sealed partial class Pool
{
    private const int FailuresBeforeReplacement = 5;

    private static readonly TimeSpan s_stopPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_spawnPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_warmPatience = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource _firstReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Jail> _retired = [];
    private readonly List<Task> _stops = [];
    private readonly Func<IJailOwner, Jail> _startJail;

    private Jail? _current;         // makes the cells
    private Jail? _next;            // warming up
    private string? _fault;         // why no cells come; null while they do
    private bool _holdUntilTick;    // after a failure: no new attempt before the next tick
    private int _failures;          // cells in a row that could not be made
    private long _progressAt;       // when cells were first asked for, or last came or failed

    /// <summary>Completes when the first cell is ready; fails with <see cref="SandboxStartException"/> when the first jail breaks before that.</summary>
    internal Task FirstReady => _firstReady.Task;

    /// <summary>The jail that makes the cells now; null while a broken one is being replaced.</summary>
    internal Jail? Current => _current;

    void IJailOwner.OnUp(Jail jail)
    {
        lock (_gate)
        {
            if (jail != _next)
            {
                return;
            }

            if (_current is not null)
            {
                _retired.Add(_current);
            }

            // A jail that is up has not shown yet that it can make cells: the fault and the pause of its predecessor stand until it has.
            (_current, _next, _failures) = (_next, null, 0);
            _progressAt = _time.GetTimestamp();
            Refill();
        }
    }

    void IJailOwner.OnSpawnFailed(Jail jail, string reason)
    {
        lock (_gate)
        {
            _spawning--;
            _progressAt = _time.GetTimestamp();
            if (_stopping)
            {
                return;
            }

            FailStart(reason);
            if (jail != _current)
            {
                // Its end has been told already.
                Refill();
                return;
            }

            Log.SpawnFailed(_logger, _settings.Name, reason);
            (_fault, _holdUntilTick) = (reason, true);
            if (++_failures >= FailuresBeforeReplacement && _next is null)
            {
                StartNext();
            }
        }
    }

    void IJailOwner.OnBroken(Jail jail, string reason)
    {
        lock (_gate)
        {
            if (_stopping)
            {
                return;
            }

            if (jail == _current)
            {
                Log.JailBroken(_logger, _settings.Name, reason);
                (_current, _fault) = (null, reason);
                _retired.Add(jail);
                FailStart(reason);

                // One that broke as soon as it was up would break again: the next tick is soon enough.
                if (_next is null && jail.Age > s_tick)
                {
                    StartNext();
                }
            }
            else if (jail == _next)
            {
                Log.JailBroken(_logger, _settings.Name, reason);
                _next = null;
                _fault = _current is null ? reason : _fault;
                _retired.Add(jail);
                FailStart(reason);
            }
        }
    }

    private void NoteProgress()
    {
        (_fault, _failures) = (null, 0);
        _progressAt = _time.GetTimestamp();
        _firstReady.TrySetResult();
    }

    private void FailStart(string reason) => _firstReady.TrySetException(new SandboxStartException(_settings.Name, reason));

    private void StartNext()
    {
        try
        {
            _next = _startJail(this);
            Log.JailStarted(_logger, _settings.Name);
        }
        catch (IOException error)
        {
            _fault = _current is null ? error.Message : _fault;
            Log.JailBroken(_logger, _settings.Name, error.Message);
            FailStart(error.Message);
        }
    }

    private void MaintainJails()
    {
        if (_spawning > 0 && _time.GetElapsedTime(_progressAt) > s_spawnPatience && _current is { } stuck)
        {
            Stop(stuck, "it brings no cells");
        }

        if (_next is { } warming && warming.Age > s_warmPatience)
        {
            Stop(warming, "its template does not warm up");
        }

        if (_next is null && (_current is null || _current.Forks >= (uint)_settings.MaxForks || _current.Age > _settings.MaxAge))
        {
            StartNext();
        }

        foreach (Jail empty in _retired.Where(static jail => !jail.IsConnected || jail.CellCount == 0).ToArray())
        {
            _retired.Remove(empty);
            Stop(empty, "it is no longer needed");
        }

        _stops.RemoveAll(static stop => stop.IsCompleted);
    }

    /// <summary>Its socket closes, the launcher ends all below it, and <see cref="Jail"/> reports it lost with whatever cells it had.</summary>
    private void Stop(Jail jail, string reason) => _stops.Add(jail.StopAsync(reason, s_stopPatience));

    private Task StopJailsAsync()
    {
        lock (_gate)
        {
            foreach (Jail jail in new[] { _current, _next }.OfType<Jail>().Concat(_retired).ToArray())
            {
                Stop(jail, "the server stops");
            }

            return Task.WhenAll(_stops);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2101, Level = LogLevel.Information, Message = "Pool {Pool}: starting a jail")]
        internal static partial void JailStarted(ILogger logger, string pool);

        [LoggerMessage(EventId = 2102, Level = LogLevel.Error, Message = "Pool {Pool}: its jail broke and is being replaced: {Reason}")]
        internal static partial void JailBroken(ILogger logger, string pool, string reason);

        [LoggerMessage(EventId = 2103, Level = LogLevel.Warning, Message = "Pool {Pool}: a cell could not be made: {Reason}")]
        internal static partial void SpawnFailed(ILogger logger, string pool, string reason);
    }
}
