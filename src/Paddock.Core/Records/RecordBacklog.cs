using System.Threading.Channels;

namespace Paddock.Core.Records;

/// <summary>The drafts that wait to be stored, in the order they came, bounded in bytes.</summary>
internal sealed class RecordBacklog(long maxBytes)
{
    private readonly Channel<RecordDraft> _drafts = Channel.CreateUnbounded<RecordDraft>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _lock = new();
    private readonly List<(long Number, TaskCompletionSource Done)> _flushes = [];
    private TaskCompletionSource _room = NewSignal();
    private TaskCompletionSource _urgent = NewSignal();
    private long _bytes;
    private long _added;
    private long _settled;

    /// <summary>Whether it takes no more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>How many wait.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
            {
                return _added - _settled;
            }
        }
    }

    /// <summary>Completes when somebody waits for what is in here to be stored, when there is enough for a batch, or no room.</summary>
    public Task Urgent
    {
        get
        {
            lock (_lock)
            {
                return _urgent.Task;
            }
        }
    }

    /// <summary>Adds a draft if there is room. One that is larger than all of the room is taken when nothing else waits.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="batch">How many make it urgent.</param>
    /// <param name="room">Completes when there may be room, if there is none now.</param>
    /// <returns>False when there is no room, or when it was closed.</returns>
    public bool TryAdd(RecordDraft draft, int batch, out Task room)
    {
        lock (_lock)
        {
            room = _room.Task;
            if (_bytes > 0 && _bytes + draft.Bytes > maxBytes)
            {
                _urgent.TrySetResult();
                return false;
            }

            if (!_drafts.Writer.TryWrite(draft))
            {
                return false;
            }

            _bytes += draft.Bytes;
            _added++;
            if (_added - _settled == batch)
            {
                _urgent.TrySetResult();
            }

            return true;
        }
    }

    /// <summary>Waits until there is a draft; false when there will be none any more.</summary>
    public ValueTask<bool> WaitAsync() => _drafts.Reader.WaitToReadAsync();

    /// <summary>The next draft, if there is one.</summary>
    public bool TryTake(out RecordDraft? draft) => _drafts.Reader.TryRead(out draft);

    /// <summary>So many drafts, of so many bytes, are stored or lost.</summary>
    public void Settle(int count, long bytes)
    {
        lock (_lock)
        {
            _bytes -= bytes;
            _settled += count;
            foreach ((_, TaskCompletionSource done) in _flushes.Where(flush => flush.Number <= _settled))
            {
                done.TrySetResult();
            }

            _flushes.RemoveAll(flush => flush.Number <= _settled);
            _room.TrySetResult();
            _room = NewSignal();
            if (_flushes.Count == 0 && _urgent.Task.IsCompleted)
            {
                _urgent = NewSignal();
            }
        }
    }

    /// <summary>Completes when everything that is in here now is settled.</summary>
    public Task FlushAsync()
    {
        lock (_lock)
        {
            if (_added == _settled)
            {
                return Task.CompletedTask;
            }

            TaskCompletionSource done = NewSignal();
            _flushes.Add((_added, done));
            _urgent.TrySetResult();
            return done.Task;
        }
    }

    /// <summary>Takes no more; what is in here can still be taken out.</summary>
    public void Close()
    {
        _drafts.Writer.TryComplete();
        lock (_lock)
        {
            IsClosed = true;
            _urgent.TrySetResult();
            _room.TrySetResult();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
