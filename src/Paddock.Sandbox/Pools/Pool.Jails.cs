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
    private string? _fault;         // why there is no current jail
    private bool _holdUntilTick;    // after a failure: no new attempt before the next tick
    private int _failures;          // cells in a row that could not be made
    private long _progressAt;       // when the current jail last brought a cell or a failure

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

            (_current, _next, _fault, _failures, _holdUntilTick) = (_next, null, null, 0, false);
            _progressAt = _time.GetTimestamp();
            Refill();
        }
    }

    void IJailOwner.OnSpawnFailed(Jail jail, string reason)
    {
        Log.SpawnFailed(_logger, _settings.Name, reason);
        lock (_gate)
        {
            _spawning--;
            _holdUntilTick = true;
            _progressAt = _time.GetTimestamp();
            FailStart(reason);
            if (jail == _current && ++_failures >= FailuresBeforeReplacement && _next is null)
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
                if (_next is null)
                {
                    StartNext();
                }
            }
            else if (jail == _next)
            {
                Log.JailBroken(_logger, _settings.Name, reason);
                (_next, _fault) = (null, reason);
                _retired.Add(jail);
                FailStart(reason);
            }
        }
    }

    private void NoteProgress()
    {
        _failures = 0;
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
            _fault = error.Message;
            Log.JailBroken(_logger, _settings.Name, error.Message);
            FailStart(error.Message);
        }
    }

    private void MaintainJails()
    {
        if (_spawning > 0 && _time.GetElapsedTime(_progressAt) > s_spawnPatience && _current is { } stuck)
        {
            Log.JailBroken(_logger, _settings.Name, "it brings no cells");
            Stop(stuck);
        }

        if (_next is { } warming && warming.Age > s_warmPatience)
        {
            Log.JailBroken(_logger, _settings.Name, "its template does not warm up");
            Stop(warming);
        }

        if (_next is null && (_current is null || _current.Forks >= (uint)_settings.MaxForks || _current.Age > _settings.MaxAge))
        {
            StartNext();
        }

        foreach (Jail empty in _retired.Where(static jail => !jail.IsConnected || jail.CellCount == 0).ToArray())
        {
            _retired.Remove(empty);
            Stop(empty);
        }

        _stops.RemoveAll(static stop => stop.IsCompleted);
    }

    /// <summary>Its socket closes, the launcher ends all below it, and <see cref="Jail"/> reports it lost with whatever cells it had.</summary>
    private void Stop(Jail jail) => _stops.Add(jail.StopAsync(s_stopPatience));

    private Task StopJailsAsync()
    {
        lock (_gate)
        {
            foreach (Jail jail in new[] { _current, _next }.OfType<Jail>().Concat(_retired).ToArray())
            {
                Stop(jail);
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
