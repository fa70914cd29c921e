using System.Buffers;
using Paddock.Core;

namespace Paddock.Sandbox.Cells;

/// <summary>Sends the job: what the socket takes at once, and the rest as it takes it.</summary>
internal sealed partial class Cell
{
    private ReadOnlySequence<byte> _unsent;
    private bool _isCut;

    /// <summary>Whether the cell went before it had all of its job, and so before it could run any of it.</summary>
    private bool IsJobUnread => _isCut || !_unsent.IsEmpty || _streams[JobSlot].IsReset;

    private bool TryDispatch(in ReadOnlySequence<byte> job, TimeSpan timeout)
    {
        lock (_gate)
        {
            _unsent = job;
            if (_isOver || _isGone || !TrySend())
            {
                _unsent = default;
                return false;
            }

            TimeSpan due = Layer.IsOn("timer") ? timeout : Timeout.InfiniteTimeSpan;
            _timer = _time.CreateTimer(static cell => ((Cell)cell!).OnTimeout(), this, due, Timeout.InfiniteTimeSpan);
            if (!_unsent.IsEmpty)
            {
                _loop.WatchWrites(_streams[JobSlot], _tokens[JobSlot], on: true);
            }

            return true;
        }
    }

    private void SendRest()
    {
        if (!TrySend())
        {
            _isCut = true;
            _unsent = default;
        }

        if (_unsent.IsEmpty)
        {
            _loop.WatchWrites(_streams[JobSlot], _tokens[JobSlot], on: false);
        }
    }

    /// <summary>Sends what the socket takes now.</summary>
    /// <returns>False when the other end is gone.</returns>
    private bool TrySend()
    {
        while (!_unsent.IsEmpty)
        {
            ReadOnlySpan<byte> part = _unsent.FirstSpan;
            int sent = _streams[JobSlot].Send(part);
            if (sent < 0)
            {
                return false;
            }

            _unsent = _unsent.Slice(sent);
            if (sent < part.Length)
            {
                break;
            }
        }

        return true;
    }
}
