namespace Paddock.Core.Runtimes;

/// <summary>What the queue does besides building: it takes up what is stored, and has removed what nobody needs.</summary>
internal sealed partial class BuildQueue
{
    /// <summary>How often packages are looked for that nobody needs any more. Executions that a deletion found running have ended by then.</summary>
    private static readonly TimeSpan _sweepPeriod = TimeSpan.FromMinutes(30);

    private readonly SemaphoreSlim _wanted = new(0);
    private ITimer? _timer;
    private Task _house = Task.CompletedTask;
    private bool _isSweepDue;
    private bool _mustLook;

    /// <summary>A call to the storage has failed, and may have added a revision all the same: it is looked for.</summary>
    public void Look()
    {
        lock (_lock)
        {
            _mustLook = true;
        }

        _wanted.Release();
    }

    private async Task KeepHouseAsync()
    {
        bool isTakenUp = false;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (!isTakenUp)
                {
                    await recovery.TakeUpAsync(_stop.Token).ConfigureAwait(false);
                    await OpenAsync().ConfigureAwait(false);
                    isTakenUp = true;
                    await recovery.CheckAsync(Add, _stop.Token).ConfigureAwait(false);
                    WantSweep();
                }

                await _wanted.WaitAsync(_stop.Token).ConfigureAwait(false);
                await LookAsync().ConfigureAwait(false);
                await SweepAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // The server stops.
            }
            catch (Exception e)
            {
                Log.HouseBroke(logger, e);
                await Task.Delay(_retryPause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task OpenAsync()
    {
        foreach (ProjectRevision found in await recovery.FindWaitingAsync(_stop.Token).ConfigureAwait(false))
        {
            Add(found);
        }

        lock (_lock)
        {
            _isOpen = !_isStopping;
            Pump();
        }
    }

    private async Task LookAsync()
    {
        bool mustLook;
        lock (_lock)
        {
            (mustLook, _mustLook) = (_mustLook, false);
        }

        if (mustLook)
        {
            await OpenAsync().ConfigureAwait(false);
        }
    }

    private void WantSweep()
    {
        lock (_lock)
        {
            _isSweepDue = true;
        }

        _wanted.Release();
    }

    private async Task SweepAsync()
    {
        lock (_lock)
        {
            if (!_isSweepDue || _running.Count > 0)
            {
                return;
            }

            (_isSweepDue, _isSweeping) = (false, true);
        }

        try
        {
            await recovery.SweepAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            Log.SweepFailed(logger, e);
        }
        finally
        {
            lock (_lock)
            {
                _isSweeping = false;
                Pump();
            }
        }
    }
}
