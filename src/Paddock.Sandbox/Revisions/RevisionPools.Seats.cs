using Paddock.Core.Runtimes;

namespace Paddock.Sandbox.Revisions;

/// <summary>Who has a seat, and who has to go for another.</summary>
internal sealed partial class RevisionPools
{
    /// <summary>Takes a seat, which <see cref="LeaveSeat"/> gives back; null when none came free in time, or too many wait already.</summary>
    private async ValueTask<RevisionSeat?> TakeSeatAsync(PackageSet packages, CancellationToken cancellationToken)
    {
        long asked = _time.GetTimestamp();
        bool isWaiting = false;
        try
        {
            while (true)
            {
                Task change;
                lock (_gate)
                {
                    if (_stopping)
                    {
                        return null;
                    }

                    // Before somebody is told to leave: who has nothing to end is gone at once.
                    change = _changed.Task;
                    if (FindSeat(packages) is { } seat)
                    {
                        return seat;
                    }

                    if (!isWaiting && _waiting >= _settings.MaxQueue)
                    {
                        return null;
                    }

                    _waiting += isWaiting ? 0 : 1;
                    isWaiting = true;
                }

                TimeSpan left = _settings.QueueTimeout - _time.GetElapsedTime(asked);
                if (left <= TimeSpan.Zero)
                {
                    return null;
                }

                await change.WaitAsync(left, _time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            lock (_gate)
            {
                _waiting -= isWaiting ? 1 : 0;
            }
        }
    }

    /// <summary>The revision's seat, or a new one if there is room; else makes somebody leave, if anybody can.</summary>
    private RevisionSeat? FindSeat(PackageSet packages)
    {
        if (!_seats.TryGetValue(packages.RevisionId, out RevisionSeat? seat))
        {
            long bytes = _sizes.GetValueOrDefault(packages.RevisionId, UnknownBytes);
            if (!HasRoom(bytes))
            {
                LetOneGo(bytes);
                return null;
            }

            // Off this thread: it holds the lock.
            seat = new RevisionSeat(packages, bytes) { Pool = Task.Run(() => _starter.StartAsync(packages)) };
            _seats.Add(packages.RevisionId, seat);
        }

        seat.Users++;
        seat.LastUse = ++_uses;
        return seat;
    }

    /// <summary>One that is larger than all there is gets a seat when it is alone.</summary>
    private bool HasRoom(long bytes)
    {
        int count = _seats.Count + _leaving.Count;
        return count == 0 || (count < _settings.MaxPools && Taken + bytes <= _settings.BudgetBytes);
    }

    private long Seated => _seats.Values.Sum(static seat => seat.Bytes);

    private long Taken => Seated + _leaving.Sum(static seat => seat.Bytes);

    /// <summary>Nobody leaves as long as it is enough to wait for those who already do.</summary>
    private void LetOneGo(long bytes)
    {
        bool isEnough = _leaving.Count > 0 && _seats.Count < _settings.MaxPools && Seated + bytes <= _settings.BudgetBytes;
        if (!isEnough && _seats.Values.Where(static seat => seat.Users == 0).MinBy(static seat => seat.LastUse) is { } oldest)
        {
            Retire(oldest);
        }
    }

    /// <summary>Once a second: measures, and lets those go that no longer fit. The one used last may stay whatever it takes.</summary>
    private void Maintain()
    {
        RevisionSeat[] seats;
        lock (_gate)
        {
            seats = [.. _seats.Values.Where(static seat => seat.Ready is not null)];
        }

        (RevisionSeat Seat, long Bytes)[] measured = [.. seats.Select(static seat => (seat, seat.Ready!.MemoryBytes))];
        lock (_gate)
        {
            if (_sizes.Count > MaxRemembered)
            {
                _sizes.Clear();
            }

            foreach ((RevisionSeat seat, long bytes) in measured.Where(static one => one.Bytes > 0))
            {
                _sizes[seat.Packages.RevisionId] = seat.Bytes = bytes;
            }

            while (_seats.Count > 1 && Seated > _settings.BudgetBytes)
            {
                RevisionSeat? oldest = _seats.Values.Where(seat => seat.Users == 0 && seat.LastUse != _uses).MinBy(static seat => seat.LastUse);
                if (oldest is null)
                {
                    return;
                }

                Retire(oldest);
            }
        }
    }
}
