using Microsoft.Extensions.Logging;

namespace Paddock.Core.Runtimes;

/// <summary>Asks the storage until it answers: a build that is paid for must not be lost because a database restarts.</summary>
internal sealed class StorePatience(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan[] _pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)];

    /// <summary>The same for a job, which learns of failures.</summary>
    public Task<T> AskAsync<T>(BuildJob job, Func<ValueTask<T>> call) => AskAsync(call, () => job.IsUncertain = true, job.Token);

    /// <summary>Makes <paramref name="call"/> until it does not throw.</summary>
    /// <param name="call">It may have taken effect although it threw.</param>
    /// <param name="onFailure">Called at each failure.</param>
    /// <param name="cancellationToken">Ends the waiting between two calls, not a call.</param>
    /// <exception cref="OperationCanceledException">It was cancelled while the storage did not answer.</exception>
    public async Task<T> AskAsync<T>(Func<ValueTask<T>> call, Action onFailure, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (StorageException e)
            {
                onFailure();
                Log.StoreFailed(logger, attempt, e);
            }

            await Task.Delay(_pauses[Math.Min(attempt, _pauses.Length) - 1], time, cancellationToken).ConfigureAwait(false);
        }
    }
}
