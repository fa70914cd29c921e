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

        Want();
    }

    private async Task KeepHouseAsync(CancellationToken stopping)
    {
        bool isTakenUp = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!isTakenUp)
                {
                    await recovery.TakeUpAsync(stopping).ConfigureAwait(false);
                    await OpenAsync(stopping).ConfigureAwait(false);
                    isTakenUp = true;
                    await recovery.CheckAsync(Add, stopping).ConfigureAwait(false);
                    WantSweep();
                }

                await _wanted.WaitAsync(stopping).ConfigureAwait(false);
                await LookAsync(stopping).ConfigureAwait(false);
                await SweepAsync(stopping).ConfigureAwait(false);
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                // The server stops, and may be half gone.
            }
            catch (Exception e)
            {
                Log.HouseBroke(logger, e);
                await Task.Delay(_retryPause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task OpenAsync(CancellationToken stopping)
    {
        foreach (ProjectRevision found in await recovery.FindWaitingAsync(stopping).ConfigureAwait(false))
        {
            Add(found);
        }

        lock (_lock)
        {
            _isOpen = !_isStopping;
            Pump();
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        bool mustLook;
        lock (_lock)
        {
            (mustLook, _mustLook) = (_mustLook, false);
        }

        if (mustLook)
        {
            await OpenAsync(stopping).ConfigureAwait(false);
        }
    }

    private void Want()
    {
        lock (_lock)
        {
            if (!_isStopping)
            {
                _wanted.Release();
            }
        }
    }

    private void WantSweep()
    {
        lock (_lock)
        {
            _isSweepDue = true;
        }

        Want();
    }

    private async Task SweepAsync(CancellationToken stopping)
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
            await recovery.SweepAsync(stopping).ConfigureAwait(false);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
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
