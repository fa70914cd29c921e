namespace Paddock.Server.Hosting;

/// <summary>
/// Gives memory back when large bodies are over: a heap that nothing much is asked of is hardly ever collected, and what its pools keep for the next
/// large body goes only after several collections.
/// </summary>
internal sealed class HeapTrim(IProcessHeap heap, TimeProvider time) : BackgroundService
{
    /// <summary>How often it looks. A pool lets go of what collections half a minute apart have found unused.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    /// <summary>So many bytes above the least that was seen are worth a collection.</summary>
    internal const long Slack = 64 * 1024 * 1024;

    /// <summary>More bytes than that within an interval are asked for by large bodies, or by 500 small executions a second: no time for a pause.</summary>
    internal const long Quiet = 160 * 1024 * 1024;

    /// <summary>What is left after so many collections is in use.</summary>
    internal const int MaxCollections = 15;

    private long _least = heap.Resident;
    private long _allocated = heap.Allocated;
    private int _collections;

    /// <summary>Looks once, and collects when that is worth it.</summary>
    internal void Look()
    {
        long allocated = heap.Allocated;
        long resident = heap.Resident;
        bool isQuiet = allocated - _allocated < Quiet;
        _allocated = allocated;
        _least = Math.Min(_least, resident);
        if (resident - _least < Slack)
        {
            _collections = 0;
        }
        else if (isQuiet)
        {
            heap.Collect();
            if (++_collections == MaxCollections)
            {
                _least = heap.Resident;
                _collections = 0;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look();
        }
    }
}
