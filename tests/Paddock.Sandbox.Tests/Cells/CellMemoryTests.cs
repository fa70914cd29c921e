using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Executions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Io;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Steps;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Cells;

/// <summary>Cells whose answers share a budget that holds one large answer.</summary>
public sealed class CellMemoryTests : IDisposable
{
    private const int Piece = 16 * 1024;
    private const int Large = 4 * AnswerMemory.FreeBytes;

    private readonly IoLoop _loop = new(NullLogger<IoLoop>.Instance);
    private readonly FakeTime _time = new();
    private readonly RecordingOwner _owner = new();
    private readonly Meter _meter = new("test");
    private readonly AnswerBudget _budget = new(Large);
    private readonly FakeJail _jail;

    public CellMemoryTests() => _jail = FakeJail.Start(_owner, _loop, _time, new CaptureLimits(10 * Large, 10 * Large, 10 * Large, _budget));

    public void Dispose()
    {
        _jail.Die();
        _jail.Jail.StopAsync("the test is over", TimeSpan.Zero).GetAwaiter().GetResult();
        _loop.Dispose();
        _meter.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_WithoutRoom_IsGivenUpAndItsCellKilled(bool printed)
    {
        _budget.TryTake(Large).ShouldBeTrue();
        (Task<SandboxOutcome> run, FakeCell inside) = Start();

        await SendAsync(inside, printed);

        SandboxOutcome outcome = await run.Soonest();
        (outcome.Ending, outcome.Stdout.Bytes.Length, outcome.Output.Length).ShouldBe((Ending.NoRoom, 0, 0));
        outcome.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        _jail.Next().ShouldBe(new JailRequest(JailRequestKind.Kill, inside.Id, 0));
        _budget.GiveBack(Large);
        _budget.TryTake(Large).ShouldBeTrue("what was given up takes no room");
    }

    [Fact]
    public async Task Answer_Small_IsGivenWithoutRoom()
    {
        _budget.TryTake(Large).ShouldBeTrue();
        (Task<SandboxOutcome> run, FakeCell inside) = Start();
        inside.Print(new string('x', 40_000));
        inside.Answer(0, 0, "1");

        SandboxOutcome outcome = await run.Soonest();

        (outcome.Ending, outcome.Stdout.Bytes.Length).ShouldBe((Ending.Exited, 40_000));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_Large_HoldsItsRoomUntilItIsDisposedOf(bool printed)
    {
        (Task<SandboxOutcome> run, FakeCell inside) = Start();
        await SendAsync(inside, printed);
        if (printed)
        {
            inside.Answer(0, 0, "1");
        }

        SandboxOutcome outcome = await run.Soonest();

        outcome.Ending.ShouldNotBe(Ending.NoRoom);
        _budget.TryTake(Large).ShouldBeFalse();
        outcome.Memory!.Dispose();
        _budget.TryTake(Large).ShouldBeTrue();
    }

    [Fact]
    public async Task Answer_OfACallerThatHungUp_HoldsNothing()
    {
        using CancellationTokenSource caller = new();
        (Task<SandboxOutcome> run, FakeCell inside) = Run(caller.Token);
        await SendAsync(inside, printed: true);
        await _loop.PassAsync();
        _budget.TryTake(Large).ShouldBeFalse();

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(run.Soonest());
        _budget.TryTake(Large).ShouldBeTrue();
    }

    private (Task<SandboxOutcome> Run, FakeCell Inside) Start() => Run(TestContext.Current.CancellationToken);

    private (Task<SandboxOutcome> Run, FakeCell Inside) Run(CancellationToken cancellationToken)
    {
        _jail.Jail.Spawn().ShouldBeTrue();
        FakeCell inside = _jail.Ready(_jail.NextSpawns(1)[0]);
        Cell cell = _owner.NextCell();
        var steps = new StepClock("test", _meter);
        return (AwaitAsync(), inside);

        async Task<SandboxOutcome> AwaitAsync() => (await cell.RunAsync(new("the job"u8.ToArray()), TimeSpan.FromSeconds(10), steps, cancellationToken)).ShouldNotBeNull();
    }

    /// <summary>Twice the free part, so that it counts, in pieces that a pipe or a socket takes at once.</summary>
    private async Task SendAsync(FakeCell inside, bool printed)
    {
        byte[] frame = FakeCell.Frame(0, 0, $"\"{new string('x', 2 * AnswerMemory.FreeBytes)}\"");
        for (int at = 0; at < frame.Length; at += Piece)
        {
            if (!Kernel.Write(printed ? inside.Stdout : inside.Job, frame.AsSpan(at, Math.Min(Piece, frame.Length - at))))
            {
                return; // It was killed for what came before.
            }

            await _loop.PassAsync();
        }
    }
}
