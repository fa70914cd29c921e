using Paddock.Core.Executions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Native;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Cells;

/// <content>Its memory: the event that the kernel's killing rings, and the limit that a request lowers.</content>
public sealed partial class CellTests
{
    [Theory]
    [InlineData(1, Ending.Memory)]
    [InlineData(0, Ending.Exited)]
    public async Task Result_WithTheMemoryEvent_IsJudgedByTheReport(ulong oomKills, Ending ending)
    {
        (Descriptor memoryEvent, Descriptor kernel) = Kernel.Pipe();
        (Cell cell, FakeCell inside) = NewCell(memoryEvent);
        memoryEvent.Close();
        Task<SandboxOutcome?> run = cell.RunAsync(new(s_job), s_timeout, _steps, Cancellation).AsTask();
        inside.Print("so far");
        await _loop.PassAsync();
        Kernel.Write(kernel, "a number"u8).ShouldBeTrue();
        inside.Answer(0, 0, "[1]");
        _jail.Next().ShouldBe(new JailRequest(JailRequestKind.Kill, cell.Id, 0));
        await _loop.PassAsync();
        run.IsCompleted.ShouldBeFalse("the event is also told when the group of a cell that has ended goes");
        _jail.Ended(cell.Id, bySignal: true, code: 9, oomKills);

        SandboxOutcome outcome = (await run.Soonest()).ShouldNotBeNull();
        (outcome.Ending, outcome.HasResult, Text(outcome.Stdout.Bytes)).ShouldBe((ending, oomKills == 0, "so far"));
        Kernel.Write(kernel, "x"u8).ShouldBeFalse("every copy of the reading end is closed");
        kernel.Close();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Result_WithoutTheMemoryEvent_IsTheAnswer(bool doesBlock)
    {
        (Descriptor memoryEvent, Descriptor kernel) = doesBlock ? Kernel.BlockingPipe() : Kernel.Pipe();
        (Cell cell, FakeCell inside) = NewCell(memoryEvent);
        memoryEvent.Close();
        Task<SandboxOutcome?> run = cell.RunAsync(new(s_job), s_timeout, _steps, Cancellation).AsTask();
        inside.Answer(0, 0, "[1]");

        (await run.Soonest()).ShouldNotBeNull().HasResult.ShouldBeTrue();
        kernel.Close();
    }

    [Fact]
    public async Task LimitMemory_Answered_SaysWhatCameOfIt()
    {
        (await Limit(0)).ShouldBe(LimitAnswer.Done);
        (await Limit(16)).ShouldBe(LimitAnswer.TooLow);
        (await Limit(2)).ShouldBe(LimitAnswer.Refused);

        Task<LimitAnswer> Limit(int errno)
        {
            Task<LimitAnswer> limited = _cell.LimitMemoryAsync(64 << 20);
            _jail.Next().ShouldBe(new JailRequest(JailRequestKind.LimitMemory, 1, 64 << 20));
            _jail.Limited(1, errno);
            return limited.Soonest();
        }
    }

    [Fact]
    public async Task LimitMemory_OfACellThatEnds_DoesNotWait()
    {
        Task<LimitAnswer> killed = _cell.LimitMemoryAsync(1);
        _jail.Ended(1, bySignal: true, code: 9, oomKills: 1);
        (await killed.Soonest()).ShouldBe(LimitAnswer.TooLow);
        _jail.Next().Kind.ShouldBe(JailRequestKind.LimitMemory);

        (Cell second, _) = NewCell();
        Task<LimitAnswer> ended = second.LimitMemoryAsync(1);
        _jail.Ended(2);
        (await ended.Soonest()).ShouldBe(LimitAnswer.Gone);
        (await second.LimitMemoryAsync(1).Soonest()).ShouldBe(LimitAnswer.Gone);
    }

    [Fact]
    public async Task LimitMemory_WithALostJail_DoesNotWait()
    {
        Task<LimitAnswer> before = _cell.LimitMemoryAsync(1);
        _jail.Die();
        (await before.Soonest()).ShouldBe(LimitAnswer.Gone);
        (await _cell.LimitMemoryAsync(1).Soonest()).ShouldBe(LimitAnswer.Gone);
    }
}
