using System.Diagnostics.Metrics;
using Paddock.Core.Executions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Pools;
using Paddock.Sandbox.Steps;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Pools;

/// <summary>The jails behind a pool: starts, losses, failures and rotation.</summary>
public sealed partial class PoolTests
{
    [Fact]
    public async Task Jail_Lost_FailsOnlyWhatRuns()
    {
        using var meter = new Meter("test");
        FakeJail first = await _bench.WarmAsync();
        Cell running = await _bench.RentCellAsync();
        ValueTask<SandboxOutcome?> run = running.RunAsync(new("job"u8.ToArray()), TimeSpan.FromSeconds(100), new StepClock("test", meter), Cancellation);
        await _bench.RentCellAsync();
        Task<Rental> waiting = _bench.Rent();
        _bench.Time.Advance(s_tick * 2);

        first.Die();

        (await run.Soonest())!.Ending.ShouldBe(Ending.SandboxFailed);
        FakeJail second = _bench.NextJail();
        waiting.IsCompleted.ShouldBeFalse();
        second.Up();
        second.Ready(second.NextSpawns(1)[0]);
        Cell served = (await waiting.Soonest()).Cell.ShouldNotBeNull();
        served.Jail.ShouldBe(second.Jail);
        Pool.Return(running);
        Pool.Counts.Ready.ShouldBe(0);
    }

    [Fact]
    public async Task Template_Dead_LetsRunningCellsFinish()
    {
        using var meter = new Meter("test");
        FakeJail first = await _bench.WarmAsync();
        Cell running = await _bench.RentCellAsync();
        ValueTask<SandboxOutcome?> run = running.RunAsync(new("job"u8.ToArray()), TimeSpan.FromSeconds(100), new StepClock("test", meter), Cancellation);
        _bench.Time.Advance(s_tick * 2);
        first.Failed(0, "the template ended with signal 9");
        FakeJail second = _bench.NextJail();
        await _bench.Loop.PassAsync();
        Pool.Counts.Spawning.ShouldBe(0, "what was asked of the dead template will not come");
        second.Up();
        await _bench.ServeAsync(second, 1);

        first.Cells[running.Id].Answer(0, 0, "1");
        (await run.Soonest())!.Ending.ShouldBe(Ending.Exited);
        Pool.Return(running);
        first.Ended(running.Id);
        await _bench.Loop.PassAsync();

        // Its other ready cell is dropped by the next tick, and the jail with it.
        _bench.Time.Advance(s_tick);
        first.Drain().ShouldContain(new JailRequest(JailRequestKind.Kill, 2, 0));
        first.Ended(2);
        await _bench.Loop.PassAsync();
        _bench.Time.Advance(s_tick);
        first.AwaitStop();
        Pool.Current.ShouldBe(second.Jail);
    }

    [Fact]
    public async Task Template_DeadWithRequestsUnderWay_DoesNotStopItsSuccessor()
    {
        FakeJail first = _bench.NextJail();
        first.Up();
        first.NextSpawns(2);
        _bench.Time.Advance(s_tick * 2);
        first.Failed(0, "the template ended with signal 9");
        FakeJail second = _bench.NextJail();
        second.Up();
        await _bench.ServeAsync(second, 2);
        _bench.Time.Advance(TimeSpan.FromSeconds(60));

        Pool.Current.ShouldBe(second.Jail);
        Pool.Counts.ShouldBe(new PoolCounts(2, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Cells_ThatCannotBeMade_AreTriedAgainAtTheTickAndThenTheJailIsReplaced()
    {
        FakeJail first = await _bench.WarmAsync();
        await _bench.RentCellAsync();
        for (int failure = 1; failure <= 5; failure++)
        {
            first.Failed(first.NextSpawns(1)[0], "out of pids");
            await _bench.Loop.PassAsync();
            first.Drain().ShouldBeEmpty("not before the next tick");
            _bench.NoMoreJails().ShouldBe(failure < 5);
            if (failure < 5)
            {
                _bench.Time.Advance(s_tick);
            }
        }

        FakeJail second = _bench.NextJail();
        second.Up();
        await _bench.Loop.PassAsync();
        second.Drain().ShouldBeEmpty("a fresh jail starts at the tick as well");
        _bench.Time.Advance(s_tick);
        second.NextSpawns(1);
        Pool.Counts.Running.ShouldBe(1);
    }

    [Fact]
    public async Task Jail_ThatBreaksAsSoonAsItIsUp_IsReplacedAtTheTick()
    {
        FakeJail first = _bench.NextJail();
        first.Up();
        first.Die();
        await _bench.Loop.PassAsync();
        _bench.NoMoreJails().ShouldBeTrue();
        _bench.Time.Advance(s_tick);
        _bench.NextJail().Up();
    }

    [Fact]
    public async Task Jail_AfterItsForks_IsReplacedAndStoppedOnceEmpty()
    {
        await using var bench = new PoolBench(PoolBench.Settings with { MaxForks = 3 });
        FakeJail first = await bench.WarmAsync();
        Cell running = await bench.RentCellAsync();
        await bench.ServeAsync(first, 1);
        bench.Time.Advance(s_tick);
        FakeJail second = bench.NextJail();
        bench.Pool.Current.ShouldBe(first.Jail, "until the next one is warm");
        second.Up();
        await bench.Loop.PassAsync();
        bench.Pool.Current.ShouldBe(second.Jail);

        // The two that wait are replaced one a tick, the one that runs is left alone.
        for (uint cell = 2; cell <= 3; cell++)
        {
            bench.Time.Advance(s_tick);
            first.Drain().ShouldBe([new JailRequest(JailRequestKind.Kill, cell, 0)]);
            first.Ended(cell);
            await bench.ServeAsync(second, 1);
        }

        bench.Time.Advance(s_tick * 3);
        first.Drain().ShouldBeEmpty();
        bench.Pool.Return(running);
        first.Drain().ShouldBe([new JailRequest(JailRequestKind.Kill, 1, 0)]);
        first.Ended(1);
        await bench.Loop.PassAsync();
        bench.Time.Advance(s_tick);
        first.AwaitStop();
        bench.Pool.Counts.ShouldBe(new PoolCounts(2, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Jail_AtItsAge_IsReplaced()
    {
        FakeJail first = await _bench.WarmAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(60));
        _bench.NoMoreJails().ShouldBeTrue();
        _bench.Time.Advance(s_tick);
        FakeJail second = _bench.NextJail();
        second.Up();
        await _bench.Loop.PassAsync();
        Pool.Current.ShouldBe(second.Jail);
        first.Jail.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task Jail_ThatBringsNoCells_IsReplaced()
    {
        FakeJail first = await _bench.WarmAsync();
        await _bench.RentCellAsync();
        first.NextSpawns(1);
        _bench.Time.Advance(TimeSpan.FromSeconds(17));
        first.AwaitStop();
        FakeJail second = _bench.NextJail();
        second.Up();
        await _bench.Loop.PassAsync();
        (Pool.Current, Pool.Counts.Spawning).ShouldBe((second.Jail, 2));
    }

    [Fact]
    public async Task Jail_AskedForACellAfterALongRest_IsNotTakenForStuck()
    {
        FakeJail jail = await _bench.WarmAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromMilliseconds(999));
        await _bench.RentCellAsync();
        _bench.Time.Advance(TimeSpan.FromMilliseconds(2));

        jail.Jail.IsConnected.ShouldBeTrue();
        Pool.Current.ShouldBe(jail.Jail);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FirstReady_OfALauncherThatFails_TellsItsReason(bool beforeUp)
    {
        FakeJail jail = _bench.NextJail();
        if (beforeUp)
        {
            jail.Failed(0, "bind /opt/paddock: No such file or directory");
        }
        else
        {
            jail.Up();
            jail.Failed(jail.NextSpawns(2)[0], "bind /opt/paddock: No such file or directory");
        }

        (await Should.ThrowAsync<SandboxStartException>(Pool.FirstReady.Soonest())).Message
            .ShouldBe("the test pool cannot start: bind /opt/paddock: No such file or directory");
    }

    [Fact]
    public async Task FirstReady_OfATemplateThatDiesOnceUp_TellsItsReason()
    {
        FakeJail jail = _bench.NextJail();
        jail.Up();
        jail.NextSpawns(2);
        jail.Failed(0, "the template ended with signal 11");
        (await Should.ThrowAsync<SandboxStartException>(Pool.FirstReady.Soonest())).Message.ShouldEndWith("the template ended with signal 11");
    }

    [Fact]
    public async Task FirstReady_OfATemplateThatNeverWarmsUp_TellsSo()
    {
        _bench.NextJail();
        _bench.Time.Advance(TimeSpan.FromSeconds(62));
        (await Should.ThrowAsync<SandboxStartException>(Pool.FirstReady.Soonest())).Message.ShouldEndWith("its template does not warm up");
    }

    [Fact]
    public async Task FirstReady_OfALauncherThatCannotBeStarted_TellsItsReason()
    {
        await using var bench = new PoolBench(startFailure: "start /x/paddock-jail: No such file or directory");
        (await Should.ThrowAsync<SandboxStartException>(bench.Pool.FirstReady.Soonest())).Message.ShouldEndWith("start /x/paddock-jail: No such file or directory");
        bench.StartFailure = null;
        bench.Time.Advance(s_tick);
        bench.NextJail();
    }
}
