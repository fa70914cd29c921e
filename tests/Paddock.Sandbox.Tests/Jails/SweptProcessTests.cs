using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Jails;

public sealed class SweptProcessTests
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly Process _process = new();
    private readonly FakeTime _time = new();

    [Fact]
    public async Task Exit_OfALauncherThatLeftNothing_IsTold()
    {
        var swept = new SweptProcess(_process, ["/cg/paddock-1-python-1"], new FakeCgroupFiles(), _time);
        swept.Exited.IsCompleted.ShouldBeFalse();
        _process.Source.SetResult();
        await swept.Exited.Soonest();
    }

    [Fact]
    public void Exit_WithBusyGroups_IsToldWhenTheyAreGone()
    {
        var files = new FakeCgroupFiles { BusyTries = 3 };
        var swept = new SweptProcess(_process, ["/cg/a", "/cg/b"], files, _time);
        _process.Source.SetResult();
        for (int i = 0; i < 10 && !swept.Exited.IsCompleted; i++)
        {
            _time.Advance(s_pause);
        }

        swept.Exited.IsCompletedSuccessfully.ShouldBeTrue();
        files.Removed.ShouldContain("/cg/b");
    }

    [Fact]
    public void Exit_WithGroupsThatStay_IsToldAllTheSame()
    {
        var swept = new SweptProcess(_process, ["/cg/a"], new FakeCgroupFiles { BusyTries = int.MaxValue }, _time);
        _process.Source.SetResult();
        for (int i = 0; i < 50; i++)
        {
            _time.Advance(s_pause);
        }

        swept.Exited.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void Kill_Always_ReachesTheProcess()
    {
        new SweptProcess(_process, [], new FakeCgroupFiles(), _time).Kill();
        _process.WasKilled.ShouldBeTrue();
    }

    /// <summary>Continuations run in place, so that the tests need not wait for them.</summary>
    private sealed class Process : IJailProcess
    {
        internal TaskCompletionSource Source { get; } = new();

        internal bool WasKilled { get; private set; }

        public Task Exited => Source.Task;

        public void Kill() => WasKilled = true;
    }
}
