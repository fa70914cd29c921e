using Paddock.Core.Executions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Pools;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Pools;

/// <summary>Requests and ready cells; <c>PoolTests.Jails.cs</c> has the jails behind them.</summary>
public sealed partial class PoolTests : IAsyncDisposable
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly PoolBench _bench = new();

    private Pool Pool => _bench.Pool;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Start_Always_FillsToTheLeast()
    {
        FakeJail jail = _bench.NextJail();
        Pool.FirstReady.IsCompleted.ShouldBeFalse();
        jail.Up();
        uint[] asked = jail.NextSpawns(2);
        jail.Ready(asked[0]);
        await Pool.FirstReady.Soonest();
        jail.Ready(asked[1]);
        await _bench.Loop.PassAsync();

        Pool.Counts.ShouldBe(new PoolCounts(2, 0, 0, 0, 0));
        jail.Drain().ShouldBeEmpty();
    }

    [Fact]
    public async Task Rent_WithReadyCells_TakesTheOldestAtOnceAndRefills()
    {
        FakeJail jail = await _bench.WarmAsync();

        ValueTask<Rental> rent = Pool.RentAsync(Cancellation);

        rent.IsCompleted.ShouldBeTrue();
        Cell cell = (await rent).Cell.ShouldNotBeNull();
        cell.Id.ShouldBe(1u);
        await _bench.ServeAsync(jail, 1);
        Pool.Counts.ShouldBe(new PoolCounts(2, 0, 1, 0, 0));

        Pool.Return(cell);
        Pool.Counts.ShouldBe(new PoolCounts(2, 0, 0, 1, 0));
        jail.Next().ShouldBe(new JailRequest(JailRequestKind.Kill, 1, 0));
        jail.Ended(1);
        await _bench.Loop.PassAsync();
        Pool.Counts.ShouldBe(new PoolCounts(2, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Refill_OfAPoolThatWasShort_IsTimedUntilItIsFull()
    {
        FakeJail jail = await _bench.WarmAsync();
        long before = Refills().Count;
        Cell cell = await _bench.RentCellAsync();
        Refills().Count.ShouldBe(before);
        _bench.Time.Advance(TimeSpan.FromMilliseconds(40));

        await _bench.ServeAsync(jail, 1);

        Refills().Count.ShouldBe(before + 1);
        Refills().P99Milliseconds.ShouldBeInRange(35, 45);
        Pool.Return(cell);
        StepHealth Refills() => Pool.Steps.Read().Single(static step => step.Step == "refill");
    }

    [Fact]
    public async Task Rent_ByWaitingRequests_IsServedInTheirOrder()
    {
        Task<Rental>[] rents = [_bench.Rent(), _bench.Rent(), _bench.Rent()];
        FakeJail jail = _bench.NextJail();
        jail.Up();
        uint[] asked = jail.NextSpawns(5);
        foreach (Task<Rental> rent in rents)
        {
            rent.IsCompleted.ShouldBeFalse();
        }

        for (int i = 0; i < rents.Length; i++)
        {
            jail.Ready(asked[i]);
            (await rents[i].Soonest()).Cell!.Id.ShouldBe(asked[i]);
        }

        Pool.Counts.ShouldBe(new PoolCounts(0, 2, 3, 0, 0) with { Spawning = Pool.Counts.Spawning });
    }

    [Fact]
    public async Task Rent_WithAFullQueue_IsBusyAtOnce()
    {
        Task<Rental>[] waiting = [_bench.Rent(), _bench.Rent(), _bench.Rent()];
        ValueTask<Rental> refused = Pool.RentAsync(Cancellation);

        refused.IsCompleted.ShouldBeTrue();
        (await refused).ShouldBe(new Rental(null, null));
        waiting.ShouldAllBe(static rent => !rent.IsCompleted);
        Pool.Health.Queued.ShouldBe(3);
    }

    [Fact]
    public async Task Rent_WaitingTooLongUnderLoad_IsBusy()
    {
        FakeJail jail = await _bench.WarmAsync();
        List<Cell> running = await RunEverythingAsync(jail);

        Task<Rental> rent = _bench.Rent();
        _bench.Time.Advance(TimeSpan.FromSeconds(29));
        rent.IsCompleted.ShouldBeFalse();
        _bench.Time.Advance(TimeSpan.FromSeconds(1));

        (await rent.Soonest()).ShouldBe(new Rental(null, null));
        Pool.Counts.Waiting.ShouldBe(0);
        running.Count.ShouldBe(PoolBench.Settings.MaxCells);
    }

    [Fact]
    public async Task Rent_WaitingTooLongWhileARotationFails_IsStillBusy()
    {
        FakeJail jail = await _bench.WarmAsync();
        await RunEverythingAsync(jail);
        _bench.StartFailure = "start paddock-jail: Too many open files";
        _bench.Time.Advance(TimeSpan.FromMinutes(61));

        Task<Rental> rent = _bench.Rent();
        _bench.Time.Advance(TimeSpan.FromSeconds(30));

        (await rent.Soonest()).ShouldBe(new Rental(null, null));
    }

    [Fact]
    public async Task Rent_WaitingTooLongForABrokenJail_IsOurFault()
    {
        FakeJail jail = await _bench.WarmAsync();
        jail.Die();
        await _bench.Loop.PassAsync();
        Task<Rental> rent = _bench.Rent();
        _bench.Time.Advance(TimeSpan.FromSeconds(30));

        (await rent.Soonest()).ShouldBe(new Rental(null, "its launcher ended"));
    }

    [Fact]
    public async Task Rent_WaitingTooLongWhileCellsFail_IsOurFault()
    {
        FakeJail jail = _bench.NextJail();
        jail.Up();
        Task<Rental> rent = _bench.Rent();
        for (int second = 0; second < 31; second++)
        {
            foreach (JailRequest request in jail.Drain())
            {
                jail.Failed(request.Cell, "enter the cgroup: No space left on device");
            }

            await _bench.Loop.PassAsync();
            _bench.Time.Advance(s_tick);
        }

        (await rent.Soonest()).Fault.ShouldBe("enter the cgroup: No space left on device");
    }

    [Fact]
    public async Task Rent_ByACallerThatHangsUp_LeavesTheQueue()
    {
        using var caller = new CancellationTokenSource();
        Task<Rental> gone = Pool.RentAsync(caller.Token).AsTask();
        Task<Rental> next = _bench.Rent();
        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(gone.Soonest());
        Pool.Counts.Waiting.ShouldBe(1);
        FakeJail jail = _bench.NextJail();
        jail.Up();
        jail.Ready(jail.NextSpawns(3)[0]);
        (await next.Soonest()).Cell.ShouldNotBeNull();
    }

    [Fact]
    public async Task Cell_ThatEndsWhileItWaits_IsReplaced()
    {
        FakeJail jail = await _bench.WarmAsync();
        jail.Ended(1, bySignal: true, code: 9);
        await _bench.ServeAsync(jail, 1);

        Pool.Counts.ShouldBe(new PoolCounts(2, 0, 0, 0, 0));
        (await _bench.RentCellAsync()).Id.ShouldBe(2u);
    }

    [Fact]
    public async Task Cell_ThatEndsWhileItRuns_FreesItsSlotWhenReturned()
    {
        FakeJail jail = await _bench.WarmAsync();
        Cell cell = await _bench.RentCellAsync();
        jail.Ended(cell.Id);
        await _bench.Loop.PassAsync();
        Pool.Counts.Running.ShouldBe(1);
        Pool.Return(cell);
        Pool.Counts.ShouldBe(new PoolCounts(1, 1, 0, 0, 0));
    }

    [Fact]
    public async Task Ready_AfterABurst_ShrinksAgain()
    {
        await using var bench = new PoolBench(PoolBench.Settings with { MaxCells = 40 });
        FakeJail jail = await bench.WarmAsync();
        for (int i = 0; i < 8; i++)
        {
            Cell cell = await bench.RentCellAsync();
            await PumpAsync(bench, jail);
            bench.Pool.Return(cell);
            await PumpAsync(bench, jail);
        }

        bench.Pool.Counts.Ready.ShouldBe(8);
        for (int second = 0; second < 60; second++)
        {
            bench.Time.Advance(s_tick);
            await PumpAsync(bench, jail);
        }

        bench.Pool.Counts.ShouldBe(new PoolCounts(2, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Dispose_WithEverythingUnderWay_AnswersAndStopsAll()
    {
        await using var bench = new PoolBench(PoolBench.Settings with { MinReady = 6, MaxQueue = 10 });
        FakeJail jail = bench.NextJail();
        jail.Up();
        jail.Ready(jail.NextSpawns(6)[0]);
        await bench.Loop.PassAsync();
        Cell running = await bench.RentCellAsync();
        Task<Rental> waiting = bench.Rent();

        Task stop = bench.Pool.DisposeAsync().AsTask();
        (await waiting.Soonest()).ShouldBe(new Rental(null, null));
        jail.AwaitStop();
        await stop.Soonest();

        bench.Pool.Return(running);
        bench.Pool.Counts.ShouldBe(new PoolCounts(0, 0, 0, 0, 0));
        bench.NoMoreJails().ShouldBeTrue("five cells that fail at the stop are no reason for another jail");
        (await bench.Rent().Soonest()).ShouldBe(new Rental(null, null));
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        bench.NoMoreJails().ShouldBeTrue();
    }

    /// <summary>Rents until nothing more fits.</summary>
    private async Task<List<Cell>> RunEverythingAsync(FakeJail jail)
    {
        List<Cell> running = [];
        while (running.Count < PoolBench.Settings.MaxCells)
        {
            running.Add(await _bench.RentCellAsync());
            await PumpAsync(_bench, jail);
        }

        return running;
    }

    /// <summary>Does what the pool asks of the jail, until it asks for nothing more.</summary>
    private static async Task PumpAsync(PoolBench bench, FakeJail jail)
    {
        for (List<JailRequest> requests = jail.Drain(); requests.Count > 0; requests = jail.Drain())
        {
            foreach (JailRequest request in requests)
            {
                if (request.Kind == JailRequestKind.Spawn)
                {
                    jail.Ready(request.Cell);
                }
                else
                {
                    jail.Ended(request.Cell, bySignal: true, code: 9);
                }
            }

            await bench.Loop.PassAsync();
        }
    }
}
