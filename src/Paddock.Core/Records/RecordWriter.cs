using Microsoft.Extensions.Logging;

namespace Paddock.Core.Records;

/// <summary>Makes drafts into records and stores them in batches.</summary>
internal sealed class RecordWriter(
    RecordBacklog backlog, IExecutionStore store, RecordRetention retention, RecordsOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Most records of a batch.</summary>
    public const int MaxBatch = 200;

    /// <summary>Bytes after which a batch takes no more.</summary>
    private const long MaxBatchBytes = 16 * 1024 * 1024;

    /// <summary>How long a record waits for others to go with it.</summary>
    private static readonly TimeSpan _gathering = TimeSpan.FromMilliseconds(50);

    /// <summary>How long the storage is left alone after each failure; then the batch is given up.</summary>
    private static readonly TimeSpan[] _pauses = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    private readonly TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isFailing;

    /// <summary>Whether the storage refused what it was given last.</summary>
    public bool IsFailing => _isFailing;

    /// <summary>Waits for nothing any more.</summary>
    public void Hurry() => _hurry.TrySetResult();

    /// <summary>Runs until the backlog is closed and empty.</summary>
    public async Task RunAsync()
    {
        List<ExecutionRecord> batch = [];
        while (await backlog.WaitAsync().ConfigureAwait(false))
        {
            await PauseAsync(_gathering, backlog.Urgent).ConfigureAwait(false);
            (int drafts, long bytes) = Gather(batch);
            await StoreAsync(batch).ConfigureAwait(false);
            backlog.Settle(drafts, bytes);
            retention.Count(batch.Count);
            batch.Clear();
        }
    }

    private (int Drafts, long Bytes) Gather(List<ExecutionRecord> batch)
    {
        int drafts = 0;
        long bytes = 0;
        long size = 0;
        while (drafts < MaxBatch && size < MaxBatchBytes && backlog.TryTake(out RecordDraft? draft))
        {
            drafts++;
            bytes += draft!.Bytes;
            try
            {
                ExecutionRecord record = draft.ToRecord(options.MaxRecordBytes);
                size += record.Request.Length + record.Response.Length + record.Network.Length;
                batch.Add(record);
            }
            catch (Exception e)
            {
                draft.Release();
                // Without its message, which may quote what a caller sent.
                Log.NotMade(logger, draft.ExecutionId, e.GetType().Name, e.StackTrace);
            }
        }

        return (drafts, bytes);
    }

    private async ValueTask StoreAsync(List<ExecutionRecord> batch)
    {
        for (int attempt = 1; batch.Count > 0; attempt++)
        {
            try
            {
                await store.AddAsync(batch, CancellationToken.None).ConfigureAwait(false);
                _isFailing = false;
                return;
            }
            catch (Exception e)
            {
                _isFailing = true;
                if (attempt > _pauses.Length)
                {
                    Log.StoreGaveUp(logger, batch.Count, attempt, e);
                    return;
                }

                Log.StoreFailed(logger, batch.Count, attempt, e);
            }

            await PauseAsync(_pauses[attempt - 1], _hurry.Task).ConfigureAwait(false);
        }
    }

    private async ValueTask PauseAsync(TimeSpan most, Task sooner)
    {
        if (!sooner.IsCompleted)
        {
            using CancellationTokenSource over = new();
            await Task.WhenAny(sooner, _hurry.Task, Task.Delay(most, time, over.Token)).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
        }
    }
}
