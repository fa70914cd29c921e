using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Cells;

/// <summary>The egress door of a cell, for the few that get one: opened before the job, and served by somebody else.</summary>
internal sealed partial class Cell
{
    private DoorOpening? _door;

    /// <summary>Opens the cell's door. Asked once, and before the job.</summary>
    /// <param name="ports">TCP ports, each once.</param>
    /// <param name="cancellationToken">Kills the cell.</param>
    /// <returns>The sockets, which are the caller's; or why there are none.</returns>
    internal async Task<DoorAnswer> OpenDoorAsync(IReadOnlyList<int> ports, CancellationToken cancellationToken)
    {
        var door = new DoorOpening(ports);
        lock (_gate)
        {
            _door = door;
            if (_isOver || _isGone || !Jail.OpenDoor(Id, ports))
            {
                door.Abandon();
            }
        }

        // Not WaitAsync: an answer that nobody waits for any more would be sockets that nobody closes.
        using CancellationTokenRegistration hangUp = cancellationToken.UnsafeRegister(static cell => ((Cell)cell!).OnCallerGone(), this);
        DoorAnswer answer = await door.Answer.ConfigureAwait(false);
        if (answer.Sockets is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return answer;
    }

    /// <summary>The jail has passed a socket of the door, or so it says. Owns the descriptors.</summary>
    internal void OnListening(int port, int kind, Descriptor[] passed)
    {
        lock (_gate)
        {
            if (_door is null || !_door.TryTake(port, kind, passed))
            {
                foreach (Descriptor descriptor in passed)
                {
                    descriptor.Close();
                }
            }
        }
    }

    /// <summary>The jail has done with the door.</summary>
    internal void OnOpened(int errno)
    {
        lock (_gate)
        {
            _door?.Conclude(errno);
        }
    }
}
