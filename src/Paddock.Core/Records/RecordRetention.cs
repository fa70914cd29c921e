using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Paddock.Core.Records;

/// <summary>Removes records that are too old or too many: at start, every hour, and when many were added since.</summary>
internal sealed class RecordRetention(IExecutionStore store, IOptions<RecordsOptions> options, TimeProvider time, ILogger<RecordRetention> logger) : IHostedService, IDisposable
{
    /// <summary>A project has at most a tenth more records than it may, however fast they come.</summary>
    private const int Share = 10;

    private static readonly TimeSpan _period = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _wanted = new(0);
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _timer;
    private Task _running = Task.CompletedTask;
    private long _added;

    /// <summary>So many records were stored.</summary>
    public void Count(int records)
    {
        int most = options.Value.MaxRecords;
        if (most > 0 && Interlocked.Add(ref _added, records) > Math.Max(1, most / Share))
        {
            Interlocked.Exchange(ref _added, 0);
            Want();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(RunAsync, CancellationToken.None);
        _timer = time.CreateTimer(_ => Want(), null, TimeSpan.Zero, _period);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stop.Dispose();
        _wanted.Dispose();
    }

    private void Want()
    {
        if (_wanted.CurrentCount == 0 && !_stop.IsCancellationRequested)
        {
            _wanted.Release();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _wanted.WaitAsync(_stop.Token).ConfigureAwait(false);
                await PruneAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task PruneAsync()
    {
        (int days, int most) = (options.Value.RetentionDays, options.Value.MaxRecords);
        if (days == 0 && most == 0)
        {
            return;
        }

        try
        {
            DateTimeOffset before = days == 0 ? DateTimeOffset.UnixEpoch : time.GetUtcNow() - TimeSpan.FromDays(days);
            long gone = await store.PruneAsync(before, most == 0 ? long.MaxValue : most, _stop.Token).ConfigureAwait(false);
            if (gone > 0)
            {
                Log.Pruned(logger, gone);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !_stop.IsCancellationRequested)
        {
            // Also while the server stops: what the storage says then must not break the stop.
            Log.PruneFailed(logger, e);
        }
    }
}
