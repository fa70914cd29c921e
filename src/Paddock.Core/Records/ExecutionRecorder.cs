using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Paddock.Core.Records;

/// <summary>
/// Keeps records of executions off the path of their answers: what is needed is handed over, and a writer in the background makes the records and stores them in
/// batches. A crash loses the last batch at most; a regular stop loses nothing.
/// </summary>
internal sealed class ExecutionRecorder : IHostedLifecycleService
{
    /// <summary>How long an answer waits for room in the backlog before its record is lost.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    /// <summary>How long a reader waits for the records before its request to be stored.</summary>
    private static readonly TimeSpan _flushPatience = TimeSpan.FromSeconds(2);

    /// <summary>How long a stop waits, beside what the requests had.</summary>
    private static readonly TimeSpan _stopPatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan _complaintPeriod = TimeSpan.FromMinutes(1);

    private readonly RecordsOptions _options;
    private readonly RecordBacklog _backlog;
    private readonly RecordWriter _writer;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private Task _writing = Task.CompletedTask;
    private long _lost;
    private long? _complained;

    public ExecutionRecorder(
        IExecutionStore store, RecordRetention retention, IOptions<RecordsOptions> options, TimeProvider time, ILogger<ExecutionRecorder> logger)
    {
        _options = options.Value;
        _backlog = new RecordBacklog(_options.MaxBacklogBytes);
        _writer = new RecordWriter(_backlog, store, retention, _options, time, logger);
        (_time, _logger) = (time, logger);
    }

    /// <summary>How many records were lost because there was no room for them.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Hands over an execution. Its bytes are not needed any more when this completes. Never fails.</summary>
    public ValueTask RecordAsync(EndedExecution execution)
    {
        if (!_options.Enabled)
        {
            return ValueTask.CompletedTask;
        }

        try
        {
            RecordDraft draft = RecordDraft.Of(execution, _options.MaxRecordBytes);
            return _backlog.TryAdd(draft, RecordWriter.MaxBatch, out Task room) ? ValueTask.CompletedTask : WaitAsync(draft, room);
        }
        catch (Exception e)
        {
            // Without its message, which may quote what a caller sent.
            Log.NotMade(_logger, execution.Reply.Id, e.GetType().Name, e.StackTrace);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Completes when what was handed over is stored, or when that takes too long.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        Task flushed = _backlog.FlushAsync();
        if (!flushed.IsCompleted)
        {
            await Task.WhenAny(flushed, Task.Delay(_flushPatience, _time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = _options.Enabled ? Task.Run(_writer.RunAsync, CancellationToken.None) : Task.CompletedTask;
        return Task.CompletedTask;
    }

    /// <summary>After the last request was answered: stores what is left, also when the requests took all of the time there was.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _backlog.Close();
        _writer.Hurry();
        await Task.WhenAny(_writing, Task.Delay(_stopPatience, _time, CancellationToken.None)).ConfigureAwait(false);
        if (_backlog.Count is var left and > 0)
        {
            Log.LostAtStop(_logger, left, _stopPatience.TotalSeconds);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async ValueTask WaitAsync(RecordDraft draft, Task room)
    {
        using CancellationTokenSource patience = new(_patience, _time);
        Task over = Task.Delay(Timeout.InfiniteTimeSpan, _time, patience.Token);

        // While the storage does not answer there will be no room, and nobody's answer waits for it.
        while (!patience.IsCancellationRequested && !_writer.IsFailing && !_backlog.IsClosed)
        {
            await Task.WhenAny(room, over).ConfigureAwait(false);
            if (_backlog.TryAdd(draft, RecordWriter.MaxBatch, out room))
            {
                return;
            }
        }

        draft.Release();
        Complain(Interlocked.Increment(ref _lost));
    }

    /// <summary>Once a minute at most: this happens thousands of times or never.</summary>
    private void Complain(long lost)
    {
        lock (_lock)
        {
            if (_complained is { } last && _time.GetElapsedTime(last) < _complaintPeriod)
            {
                return;
            }

            _complained = _time.GetTimestamp();
        }

        Log.BacklogFull(_logger, lost);
    }
}
