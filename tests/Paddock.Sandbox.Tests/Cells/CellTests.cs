using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Executions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Io;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Native;
using Paddock.Sandbox.Steps;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Cells;

/// <summary>A real cell and jail; the tests are the code in it and the launcher.</summary>
public sealed partial class CellTests : IDisposable
{
    private static readonly byte[] s_job = Encoding.UTF8.GetBytes("the job");
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly IoLoop _loop = new(NullLogger<IoLoop>.Instance);
    private readonly FakeTime _time = new();
    private readonly RecordingOwner _owner = new();
    private readonly Meter _meter = new("test");
    private readonly StepClock _steps;
    private readonly FakeJail _jail;
    private readonly Cell _cell;
    private readonly FakeCell _inside;

    public CellTests()
    {
        _steps = new StepClock("test", _meter);
        _jail = FakeJail.Start(_owner, _loop, _time);
        (_cell, _inside) = NewCell();
    }

    public void Dispose()
    {
        _jail.Die();
        _jail.Jail.StopAsync("the test is over", TimeSpan.Zero).GetAwaiter().GetResult();
        _loop.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public async Task Result_AfterOutput_CarriesBothAndKillsTheCell()
    {
        Task<SandboxOutcome> run = Run();
        _inside.ReadJob(s_job.Length).ShouldBe(s_job);
        _time.Advance(TimeSpan.FromMilliseconds(250));
        _inside.Print("so far");
        _inside.Complain("grüß");
        _inside.Answer(0, 3, "[1]");

        SandboxOutcome outcome = await run.Soonest();

        outcome.Ending.ShouldBe(Ending.Exited);
        (outcome.HasResult, outcome.OutputStatus, outcome.ExitCode, Text(outcome.Output)).ShouldBe((true, OutputStatus.Valid, 3, "[1]"));
        (Text(outcome.Stdout.Bytes), Text(outcome.Stderr.Bytes)).ShouldBe(("so far", "grüß"));
        outcome.Duration.ShouldBe(TimeSpan.FromMilliseconds(250));
        _jail.Next().ShouldBe(new JailRequest(JailRequestKind.Kill, 1, 0));
        _cell.IsGone.ShouldBeFalse();
    }

    [Fact]
    public async Task Result_BesideAClosedStdout_CarriesWhatWasPrinted()
    {
        Task<SandboxOutcome> run = Run();
        _inside.Print("before");
        _inside.Stdout.Close();
        _inside.Stderr.Close();
        await _loop.PassAsync();
        _inside.Answer(2, 1, "");

        SandboxOutcome outcome = await run.Soonest();
        (outcome.OutputStatus, outcome.ExitCode, Text(outcome.Stdout.Bytes)).ShouldBe((OutputStatus.Error, 1, "before"));
    }

    [Fact]
    public async Task Output_BeyondItsCap_IsCutAndCounted()
    {
        Task<SandboxOutcome> run = Run();
        _inside.Print(new string('o', FakeJail.Limits.Stdout + 5));
        _inside.Complain(new string('e', 50_000));
        _inside.Answer(0, 0, "");

        SandboxOutcome outcome = await run.Soonest();
        (outcome.Stdout.Bytes.Length, outcome.Stdout.DroppedBytes).ShouldBe((FakeJail.Limits.Stdout, 5));
        (outcome.Stderr.Bytes.Length, outcome.Stderr.DroppedBytes).ShouldBe((FakeJail.Limits.Stderr, 50_000 - FakeJail.Limits.Stderr));
    }

    [Fact]
    public async Task Result_OvertakenByTheReportOfItsEnd_IsStillRead()
    {
        // The loop is held until both are ready; the report is delivered in its place.
        (Descriptor gate, Descriptor gateWriter) = Kernel.Pipe();
        using var open = new ManualResetEventSlim();
        using var held = new ManualResetEventSlim();
        _loop.Watch(gate, new Gate(() => { gate.Close(); held.Set(); open.Wait(Soon.Patience, Cancellation); }), 0);
        Kernel.Write(gateWriter, "x"u8).ShouldBeTrue();
        held.Wait(Soon.Patience, Cancellation).ShouldBeTrue();
        Task<SandboxOutcome> run = Run();
        _inside.Print("printed");
        _inside.Answer(0, 0, "{\"a\":1}");
        _cell.OnEnded(new CellEnd(false, 0, 0, TimeSpan.Zero));
        open.Set();
        gateWriter.Close();

        SandboxOutcome outcome = await run.Soonest();
        (outcome.Ending, outcome.HasResult, Text(outcome.Output), Text(outcome.Stdout.Bytes)).ShouldBe((Ending.Exited, true, "{\"a\":1}", "printed"));
    }

    [Theory]
    [InlineData(false, 0, 0, Ending.Exited)]
    [InlineData(false, 7, 0, Ending.Exited)]
    [InlineData(true, 11, 0, Ending.Signal)]
    [InlineData(true, 9, 1, Ending.Memory)]
    [InlineData(false, 0, 3, Ending.Memory)]
    public async Task End_WithoutAResult_IsJudgedByTheReport(bool bySignal, int code, ulong oomKills, Ending ending)
    {
        Task<SandboxOutcome> run = Run();
        _inside.Print("last words");
        _jail.Ended(1, bySignal, code, oomKills);

        SandboxOutcome outcome = await run.Soonest();
        (outcome.Ending, outcome.HasResult, Text(outcome.Stdout.Bytes)).ShouldBe((ending, false, "last words"));
        outcome.ExitCode.ShouldBe(ending == Ending.Exited ? code : 0);
        outcome.Signal.ShouldBe(ending == Ending.Signal ? code : 0);
        await _loop.PassAsync();
        _jail.Drain().ShouldBeEmpty("it is gone; there is nothing to kill");
    }

    [Fact]
    public async Task Timeout_WhileItRuns_KeepsWhatWasPrinted()
    {
        Task<SandboxOutcome> run = Run();
        _inside.Print("so far");
        _time.Advance(s_timeout - TimeSpan.FromTicks(1));
        run.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromTicks(1));

        SandboxOutcome outcome = await run.Soonest();
        (outcome.Ending, Text(outcome.Stdout.Bytes), outcome.Duration).ShouldBe((Ending.Timeout, "so far", s_timeout));
        _jail.Next().Kind.ShouldBe(JailRequestKind.Kill);
    }

    [Fact]
    public async Task Timeout_AfterTheEnd_ChangesNothing()
    {
        Task<SandboxOutcome> run = Run();
        _inside.Answer(0, 0, "1");
        (await run.Soonest()).Ending.ShouldBe(Ending.Exited);
        _time.Advance(s_timeout * 2);
        _jail.Next().Kind.ShouldBe(JailRequestKind.Kill);
        _jail.Drain().ShouldBeEmpty();
    }

    [Fact]
    public async Task Caller_ThatHangsUp_KillsTheCell()
    {
        using var caller = new CancellationTokenSource();
        Task<SandboxOutcome> run = RunForAsync(s_job, caller.Token);
        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(run.Soonest());
        _jail.Next().ShouldBe(new JailRequest(JailRequestKind.Kill, 1, 0));
    }

    [Fact]
    public async Task Caller_GoneBefore_KillsTheCell()
    {
        await Should.ThrowAsync<OperationCanceledException>(RunForAsync(s_job, new CancellationToken(canceled: true)).Soonest());
        _jail.Next().Kind.ShouldBe(JailRequestKind.Kill);
    }

    [Fact]
    public async Task Cell_DeadBeforeItsJob_TakesNone()
    {
        _jail.Ended(1, bySignal: true, code: 9);
        _owner.Next().ShouldBe("ended 1");
        (await _cell.RunAsync(new(s_job), s_timeout, _steps, Cancellation).Soonest()).ShouldBeNull();

        (Cell second, FakeCell inside) = NewCell();
        inside.Close();
        (await second.RunAsync(new(s_job), s_timeout, _steps, Cancellation).Soonest()).ShouldBeNull();
        _jail.Next().ShouldBe(new JailRequest(JailRequestKind.Kill, 2, 0));
    }

    [Fact]
    public async Task Jail_Lost_IsOurFault()
    {
        Task<SandboxOutcome> run = Run();
        _inside.Print("so far");
        _jail.Die();

        SandboxOutcome outcome = await run.Soonest();
        (outcome.Ending, Text(outcome.Stdout.Bytes)).ShouldBe((Ending.SandboxFailed, "so far"));
        outcome.Fault.ShouldBe("the jail died under cell 1: its launcher ended");
        _cell.IsGone.ShouldBeTrue();
    }

    [Fact]
    public async Task Result_TooLarge_NamesTheCap()
    {
        Task<SandboxOutcome> run = Run();
        Kernel.Write(_inside.Job, [.. BitConverter.GetBytes(FakeJail.Limits.Output + 6), 2]).ShouldBeTrue();

        SandboxOutcome outcome = await run.Soonest();
        (outcome.Ending, outcome.OutputCapBytes).ShouldBe((Ending.OutputTooLarge, FakeJail.Limits.Output));
    }

    [Fact]
    public async Task Result_AtTheCap_IsAccepted()
    {
        string json = $"\"{new string('x', FakeJail.Limits.Output - 2)}\"";
        Task<SandboxOutcome> run = Run();
        _inside.Answer(0, 0, json);
        Text((await run.Soonest()).Output).ShouldBe(json);
    }

    [Theory]
    [InlineData("1 2")]
    [InlineData("{")]
    [InlineData("NaN")]
    public async Task Result_OfInvalidJson_IsBroken(string json)
    {
        Task<SandboxOutcome> run = Run();
        _inside.Print("so far");
        _inside.Answer(0, 0, json);

        SandboxOutcome outcome = await run.Soonest();
        (outcome.Ending, outcome.HasResult, outcome.Output.Length, Text(outcome.Stdout.Bytes)).ShouldBe((Ending.BrokenResult, false, 0, "so far"));
    }

    [Theory]
    [InlineData(1_000, Ending.Exited)]
    [InlineData(1_001, Ending.BrokenResult)]
    public async Task Result_Nested_IsBrokenBeyondWhatRunnersAllow(int depth, Ending ending)
    {
        Task<SandboxOutcome> run = Run();
        _inside.Answer(0, 0, new string('[', depth) + new string(']', depth));
        (await run.Soonest()).Ending.ShouldBe(ending);
    }

    [Fact]
    public async Task Frame_OfAnotherKind_IsBroken()
    {
        Task<SandboxOutcome> run = Run();
        Kernel.Write(_inside.Job, [1, 0, 0, 0, 1, 0]).ShouldBeTrue();
        (await run.Soonest()).Ending.ShouldBe(Ending.BrokenResult);
    }

    [Fact]
    public async Task Discard_OfAWaitingCell_KillsItOnce()
    {
        _cell.Discard();
        _cell.Discard();
        _jail.Next().ShouldBe(new JailRequest(JailRequestKind.Kill, 1, 0));
        _jail.Ended(1);
        await _loop.PassAsync();
        _jail.Drain().ShouldBeEmpty();
        _cell.IsGone.ShouldBeTrue();
    }

    private Task<SandboxOutcome> Run(byte[]? job = null) => RunForAsync(job ?? s_job, Cancellation);

    private async Task<SandboxOutcome> RunForAsync(byte[] job, CancellationToken caller) =>
        (await _cell.RunAsync(new(job), s_timeout, _steps, caller)).ShouldNotBeNull();

    private (Cell Cell, FakeCell Inside) NewCell(Descriptor? memoryEvent = null)
    {
        _jail.Jail.Spawn().ShouldBeTrue();
        uint id = _jail.NextSpawns(1)[0];
        FakeCell inside = _jail.Ready(id, memoryEvent);
        Cell? cell = null;
        while (cell is null || cell.Id != id)
        {
            cell = _owner.NextCell();
        }

        return (cell, inside);
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private sealed class Gate(Action ready) : IPollTarget
    {
        public void OnReady(int slot) => ready();

        public void OnFault(Exception error)
        {
        }
    }
}
