using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Io;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Native;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Jails;

public sealed class JailTests : IDisposable
{
    private readonly IoLoop _loop = new(NullLogger<IoLoop>.Instance);
    private readonly FakeTime _time = new();
    private readonly RecordingOwner _owner = new();
    private readonly FakeJail _fake;
    private readonly Jail _jail;

    public JailTests()
    {
        _fake = FakeJail.Start(_owner, _loop, _time);
        _jail = _fake.Jail;
    }

    public void Dispose()
    {
        _fake.Die();
        _jail.StopAsync("the test is over", TimeSpan.Zero).GetAwaiter().GetResult();
        _loop.Dispose();
    }

    [Fact]
    public void Start_Always_SendsTheDescriptionFirst() => _fake.Launch.ShouldBe("uid\00\0"u8.ToArray());

    [Fact]
    public void Up_WithItsNumbers_IsToldAndKept()
    {
        _fake.Report(JailReportKind.Up, 0, 7, 1);

        _owner.Next().ShouldBe("up");
        (_jail.LandlockAbi, _jail.CgroupVersion, _jail.IsConnected).ShouldBe((7, 1, true));
    }

    [Fact]
    public void Cell_FromRequestToEnd_IsToldWithItsTimes()
    {
        _jail.Spawn().ShouldBeTrue();
        _fake.NextSpawns(1).ShouldBe([1u]);
        _fake.Ready(1);
        _owner.Next().ShouldBe("ready 1 1 2");
        (_jail.CellCount, _jail.Forks).ShouldBe((1, 1u));
        _fake.Ended(1);
        _owner.Next().ShouldBe("ended 1");
        _jail.CellCount.ShouldBe(0);
    }

    [Fact]
    public async Task Cell_ThatFailedOnItsWay_IsToldOnce()
    {
        _jail.Spawn();
        _fake.Failed(1, "cage the cell: no answer");
        _fake.Ended(1, bySignal: true, code: 9);
        _fake.Failed(1, "again");
        await _loop.PassAsync();

        _owner.Rest().ShouldBe(["failed: cage the cell: no answer"]);
        _jail.CellCount.ShouldBe(0);
    }

    [Fact]
    public async Task Cell_ThatEndedOnItsWay_IsAFailure()
    {
        _jail.Spawn();
        _fake.Ended(1, bySignal: true, code: 9);
        await _loop.PassAsync();

        _owner.Rest().Single().ShouldStartWith("failed: a cell ended on its way");
        _jail.CellCount.ShouldBe(0);
    }

    [Fact]
    public async Task Cell_NobodyAskedFor_IsKilledAndItsStreamsClosed()
    {
        FakeCell stray = _fake.Ready(77);

        _fake.Next().ShouldBe(new JailRequest(JailRequestKind.Kill, 77, 0));
        await _loop.PassAsync();
        _owner.Rest().ShouldBeEmpty();
        ShouldBeClosed(stray);
    }

    [Fact]
    public async Task Cell_ReadyTwice_LeavesTheFirstAlone()
    {
        _jail.Spawn();
        FakeCell first = _fake.Ready(1);
        _owner.Next().ShouldStartWith("ready 1");
        FakeCell second = _fake.Ready(1);
        await _loop.PassAsync();

        _owner.Rest().ShouldBeEmpty();
        ShouldBeClosed(second);
        first.Print("still heard");
    }

    [Fact]
    public void Cell_ThatFailedAfterItWasReady_HasEnded()
    {
        _jail.Spawn();
        _fake.NextSpawns(1);
        _fake.Ready(1);
        _owner.Next().ShouldStartWith("ready 1");

        _fake.Failed(1, "a lie");

        _owner.Next().ShouldBe("ended 1");
        _fake.Next().ShouldBe(new JailRequest(JailRequestKind.Kill, 1, 0));
        _jail.CellCount.ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    public void Cell_WithoutItsStreams_IsAFailureAndKilled(int streams)
    {
        (Descriptor reader, Descriptor writer) = Kernel.Pipe();
        _jail.Spawn();
        _fake.NextSpawns(1);

        _fake.Report(JailReportKind.Ready, 1, passed: [.. Enumerable.Repeat(reader.Number, streams)]);

        _owner.Next().ShouldContain("open files");
        _fake.Next().ShouldBe(new JailRequest(JailRequestKind.Kill, 1, 0));
        reader.Close();
        Kernel.Write(writer, "x"u8).ShouldBeFalse("every copy of the reading end is closed");
        writer.Close();
    }

    [Fact]
    public async Task TemplateLoss_WithCellsAndRequests_FailsTheRequestsAndKeepsTheCells()
    {
        _jail.Spawn();
        _jail.Spawn();
        _jail.Spawn();
        _fake.Ready(1);
        _owner.Next().ShouldStartWith("ready 1");

        _fake.Failed(0, "the template ended with signal 9");

        _owner.Next().ShouldBe("broken: the template ended with signal 9");
        _owner.Next().ShouldBe("failed: the template ended with signal 9");
        _owner.Next().ShouldBe("failed: the template ended with signal 9");
        (_jail.IsConnected, _jail.CellCount).ShouldBe((true, 1));

        FakeCell late = _fake.Ready(2);
        _fake.Ended(3);
        _fake.Ended(1);
        await _loop.PassAsync();
        ShouldBeClosed(late);
        _owner.Rest().ShouldBe(["ended 1"]);
    }

    [Fact]
    public async Task Launcher_Killed_EndsAllItHadOnce()
    {
        _jail.Spawn();
        _jail.Spawn();
        _fake.Ready(1);
        Cell cell = _owner.NextCell();

        _fake.Die();
        await _loop.PassAsync();

        _owner.Rest().ShouldBe(["broken: its launcher ended", "ended 1", "failed: its launcher ended"], ignoreOrder: true);
        (_jail.IsConnected, _jail.CellCount, cell.IsGone).ShouldBe((false, 0, true));
        _jail.Spawn().ShouldBeFalse();
        _jail.LimitMemory(1, 1).ShouldBeFalse();
        await _jail.StopAsync("stop", TimeSpan.Zero).Soonest();
        _owner.Rest().ShouldBeEmpty();
    }

    [Fact]
    public async Task Nonsense_FromTheLauncher_IsItsEnd()
    {
        _fake.Send([1, 2, 3]);
        await _loop.PassAsync();

        _owner.Rest().ShouldBe(["broken: its launcher ended"]);
        _jail.IsConnected.ShouldBeFalse();
    }

    [Fact]
    public async Task Stop_OfALauncherThatGoes_DoesNotKillIt()
    {
        Task stop = _jail.StopAsync("it is no longer needed", TimeSpan.FromSeconds(5));
        _owner.Rest().ShouldBe(["broken: it is no longer needed"]);
        _fake.AwaitStop();

        await stop.Soonest();
        _fake.WasKilled.ShouldBeFalse();
    }

    [Fact]
    public async Task Stop_OfALauncherThatStays_KillsItAfterThePatience()
    {
        Task stop = _jail.StopAsync("it is no longer needed", TimeSpan.FromSeconds(5));
        _fake.WasKilled.ShouldBeFalse();
        stop.IsCompleted.ShouldBeFalse();

        _time.Advance(TimeSpan.FromSeconds(5));

        await stop.Soonest();
        _fake.WasKilled.ShouldBeTrue();
    }

    [Fact]
    public async Task Requests_WhileItIsStopped_GoNowhere()
    {
        // Senders and the closing thread meet as often as they like: no message may land in a descriptor that was opened since.
        for (int round = 0; round < 200; round++)
        {
            var fake = FakeJail.Start(new RecordingOwner(), _loop, _time);
            using var start = new Barrier(3);
            Task[] senders = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                start.SignalAndWait();
                for (uint cell = 1; cell < 20; cell++)
                {
                    fake.Jail.Kill(cell);
                    fake.Jail.Spawn();
                }
            }, TestContext.Current.CancellationToken))];
            start.SignalAndWait(TestContext.Current.CancellationToken);
            Task stop = fake.Jail.StopAsync("stop", TimeSpan.FromSeconds(5));
            (Descriptor ours, Descriptor theirs) = Kernel.Pair(Libc.SequencedPackets);
            await Task.WhenAll(senders).Soonest();

            theirs.IsReadable.ShouldBeFalse();
            fake.Jail.CellCount.ShouldBe(0);
            fake.AwaitStop();
            await stop.Soonest();
            ours.Close();
            theirs.Close();
        }
    }

    private static void ShouldBeClosed(FakeCell cell)
    {
        Kernel.Write(cell.Stdout, "x"u8).ShouldBeFalse();
        Kernel.Write(cell.Stderr, "x"u8).ShouldBeFalse();
        Kernel.Write(cell.Job, "x"u8).ShouldBeFalse();
    }
}
