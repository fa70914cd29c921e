using Paddock.Contracts.Errors;
using Paddock.Core.Executions;

namespace Paddock.Server.Authentication;

/// <summary>How much one key is in use, held against its limits.</summary>
/// <param name="maxConcurrency">Requests at once; 0: any number.</param>
/// <param name="requestsPerMinute">Requests within any 60 seconds; 0: any number.</param>
/// <param name="time">The clock.</param>
internal sealed class KeyUsage(int maxConcurrency, int requestsPerMinute, TimeProvider time)
{
    private static readonly TimeSpan _window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _momentarily = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();

    // When the last requests came, as many as are allowed within the window: the next one has to be that much later than the oldest.
    private readonly long[] _times = new long[requestsPerMinute];
    private long _count;
    private int _running;

    public int MaxConcurrency { get; } = maxConcurrency;

    public int RequestsPerMinute { get; } = requestsPerMinute;

    /// <summary>Lets a request in, which <see cref="Leave"/> has to follow, or says why not.</summary>
    public Rejection? Enter()
    {
        lock (_lock)
        {
            if (MaxConcurrency > 0 && _running >= MaxConcurrency)
            {
                return Full(
                    $"this key is limited to {MaxConcurrency} at a time; wait for one to end", nameof(KeyOptions.MaxConcurrency), "--concurrency", _momentarily);
            }

            if (RequestsPerMinute > 0)
            {
                long now = time.GetTimestamp();
                ref long oldest = ref _times[_count % RequestsPerMinute];
                TimeSpan passed = time.GetElapsedTime(oldest, now);
                if (_count >= RequestsPerMinute && passed < _window)
                {
                    return Full(
                        $"this key is limited to {RequestsPerMinute} a minute; try again after the time in the Retry-After header",
                        nameof(KeyOptions.RequestsPerMinute),
                        "--rate",
                        _window - passed);
                }

                oldest = now;
                _count++;
            }

            _running++;
            return null;
        }
    }

    /// <summary>A request that was let in is over.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _running--;
        }
    }

    private static Rejection Full(string message, string option, string argument, TimeSpan wait) =>
        new(StatusCode.ResourceExhausted, $"{message}. The operator sets it for all keys with {KeyOptions.Setting(option)}, for one with ./paddock keys create {argument}")
        {
            RetryAfter = wait,
        };
}
