using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Io;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Pools;
using Paddock.Sandbox.Steps;

namespace Paddock.Sandbox.Tests.Fakes;

/// <summary>A pool over real jails, whose other ends the test holds.</summary>
internal sealed class PoolBench : IAsyncDisposable
{
    internal static readonly PoolSettings Settings = new("test", 2, 8, 10, 3, TimeSpan.FromSeconds(30), 1000, TimeSpan.FromMinutes(60), 128 << 20) { MaxSpawning = 6 };

    private readonly BlockingCollection<FakeJail> _started = [];
    private readonly ConcurrentQueue<FakeJail> _all = new();
    private readonly Meter _meter = new("test");

    internal PoolBench(PoolSettings? settings = null, string? startFailure = null, ILogger<IoLoop>? log = null)
    {
        Loop = new IoLoop(log ?? NullLogger<IoLoop>.Instance);
        StartFailure = startFailure;
        Pool = new Pool(settings ?? Settings, StartJail, new StepClock("test", _meter), Time, NullLogger.Instance);
    }

    internal IoLoop Loop { get; }

    internal FakeTime Time { get; } = new();

    internal Pool Pool { get; }

    /// <summary>Why launchers cannot be started; null when they can.</summary>
    internal string? StartFailure { get; set; }

    internal IReadOnlyCollection<FakeJail> Jails => _all;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        Task stop = Pool.DisposeAsync().AsTask();
        foreach (FakeJail jail in _all)
        {
            jail.Die();
        }

        await stop.Soonest();
        Loop.Dispose();
        _meter.Dispose();
    }

    /// <summary>Waits for the next launcher that the pool starts.</summary>
    internal FakeJail NextJail()
    {
        _started.TryTake(out FakeJail? jail, Soon.PatienceMilliseconds, Cancellation).ShouldBeTrue("no jail was started in time");
        return jail!;
    }

    /// <summary>True when no launcher was started that nobody asked for.</summary>
    internal bool NoMoreJails() => _started.Count == 0;

    /// <summary>A jail that is up and has its first cells ready.</summary>
    internal async Task<FakeJail> WarmAsync()
    {
        FakeJail jail = NextJail();
        jail.Up();
        await ServeAsync(jail, Settings.MinReady);
        return jail;
    }

    /// <summary>Makes so many cells that the pool asks for.</summary>
    internal async Task<uint[]> ServeAsync(FakeJail jail, int count)
    {
        uint[] ids = jail.NextSpawns(count);
        foreach (uint id in ids)
        {
            jail.Ready(id);
        }

        await Loop.PassAsync();
        return ids;
    }

    internal Task<Rental> Rent() => Pool.RentAsync(Cancellation).AsTask();

    internal async Task<Cell> RentCellAsync() => (await Rent().Soonest()).Cell.ShouldNotBeNull();

    private Jail StartJail(IJailOwner owner)
    {
        if (StartFailure is not null)
        {
            throw new IOException(StartFailure);
        }

        var jail = FakeJail.Start(owner, Loop, Time);
        _all.Enqueue(jail);
        _started.Add(jail);
        return jail.Jail;
    }
}
