using System.Buffers;
using Paddock.Core.Executions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Native;
using Paddock.Sandbox.Tests.Cells;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests;

/// <summary>Executions with a grant in a real pool, over a launcher that is the test.</summary>
public sealed class PoolRunTests : IAsyncDisposable
{
    private static readonly ExecutionJob s_execution = JobFrameTests.Execution(Language.Python, "x", "null");

    private readonly PoolBench _bench = new();
    private readonly RecordingGrant _grant = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _grant.DisposeAsync();
        await _bench.DisposeAsync();
    }

    [Fact]
    public async Task Grant_WithADoor_IsServedBeforeTheJobAndTimed()
    {
        FakeJail jail = await _bench.WarmAsync();
        Task<SandboxOutcome> run = Run(s_execution with { Grant = _grant });
        uint cell = NextDoor(jail);
        jail.Cells[cell].Job.IsReadable.ShouldBeFalse("the job waits for the door");

        Open(jail, cell);
        byte[] job = JobFrame.Write(s_execution).ToArray();
        jail.Cells[cell].ReadJob(job.Length).ShouldBe(job);
        _grant.Served.ShouldHaveSingleItem().Select(static socket => socket.Port).ShouldBe([80, 443, 53]);
        jail.Cells[cell].Answer(0, 0, "[1]");

        (await run.Soonest()).HasResult.ShouldBeTrue();
        Doors().ShouldBe(1);
    }

    [Fact]
    public async Task Grant_WhoseDoorStaysShut_IsAFaultThatNamesTheStep()
    {
        FakeJail jail = await _bench.WarmAsync();
        Task<SandboxOutcome> run = Run(s_execution with { Grant = _grant });
        uint cell = NextDoor(jail);
        FakeCell inside = jail.Cells[cell];

        jail.Opened(cell, 1);

        SandboxOutcome outcome = await run.Soonest();
        outcome.Ending.ShouldBe(Ending.SandboxFailed);
        outcome.Fault.ShouldBe(
            "the door of a cell of the test pool is not open: its launcher could not open it: Operation not permitted; a line of the launcher on stderr names the step");
        _grant.Served.ShouldBeEmpty();
        inside.Job.Read(new byte[1]).ShouldBe(0, "its cell gets no job");
    }

    [Fact]
    public async Task Grant_OfACellThatDied_IsServedInTheNext()
    {
        FakeJail jail = await _bench.WarmAsync();
        Task<SandboxOutcome> run = Run(s_execution with { Grant = _grant });
        uint first = NextDoor(jail);
        jail.Opened(first, Libc.ESRCH);
        uint second = NextDoor(jail);
        second.ShouldNotBe(first);
        Open(jail, second);
        Kernel.AwaitReadable(jail.Cells[second].Job);
        jail.Cells[second].Answer(0, 0, "[1]");

        (await run.Soonest()).HasResult.ShouldBeTrue();
        _grant.Served.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task NoGrant_Never_OpensADoor()
    {
        FakeJail jail = await _bench.WarmAsync();
        Task<SandboxOutcome> run = Run(s_execution);
        Kernel.AwaitReadable(jail.Cells[1].Job);
        jail.Cells[1].Answer(0, 0, "[1]");

        (await run.Soonest()).HasResult.ShouldBeTrue();

        jail.Drain().ShouldNotContain(static request => request.Kind == JailRequestKind.Open);
        Doors().ShouldBe(0);
    }

    private Task<SandboxOutcome> Run(ExecutionJob execution) => PoolRun.RunAsync(_bench.Pool, execution, _bench.Time, Cancellation).AsTask();

    private long Doors() => _bench.Pool.Steps.Read().Single(static step => step.Step == "door").Count;

    /// <summary>Waits for a cell that is to get a door; others that are asked for meanwhile are made.</summary>
    private static uint NextDoor(FakeJail jail)
    {
        while (true)
        {
            JailRequest request = jail.Next();
            if (request.Kind == JailRequestKind.Open)
            {
                request.Ports.ShouldBe("80 443");
                return request.Cell;
            }

            if (request.Kind == JailRequestKind.Spawn)
            {
                jail.Ready(request.Cell);
            }
        }
    }

    private static void Open(FakeJail jail, uint cell)
    {
        foreach ((int port, int kind) in new[] { (80, 0), (443, 0), (53, 1) })
        {
            (Descriptor reader, Descriptor writer) = Kernel.Pipe();
            jail.Listening(cell, port, kind, writer.Number);
            reader.Close();
            writer.Close();
        }

        jail.Opened(cell, 0);
    }
}
