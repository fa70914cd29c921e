using Paddock.Sandbox.Cells;

namespace Paddock.Sandbox.Tests.Cells;

public sealed class AnswerMemoryTests
{
    private const int Free = AnswerMemory.FreeBytes;

    private readonly AnswerBudget _budget = new(1000);

    [Fact]
    public void Growth_WithinTheFreePart_IsNotCounted()
    {
        var memory = new AnswerMemory(_budget);
        for (int buffers = 0; buffers < 100; buffers++)
        {
            memory.TryGrow(0, 4096).ShouldBeTrue();
            memory.TryGrow(4096, Free).ShouldBeTrue();
        }

        _budget.TryTake(1000).ShouldBeTrue();
    }

    [Fact]
    public void Growth_BeyondTheFreePart_IsCountedToTheByte()
    {
        var memory = new AnswerMemory(_budget);

        memory.TryGrow(Free - 10, Free + 400).ShouldBeTrue();
        memory.TryGrow(Free + 400, Free + 1000).ShouldBeTrue();

        _budget.TryTake(1).ShouldBeFalse();
    }

    [Fact]
    public void Growth_WithoutRoom_IsRefusedForGood()
    {
        var memory = new AnswerMemory(_budget);

        memory.TryGrow(0, Free + 1001).ShouldBeFalse();

        memory.IsRefused.ShouldBeTrue();
        memory.TryGrow(0, 1).ShouldBeFalse("half an answer is none");
        _budget.TryTake(1000).ShouldBeTrue("nothing was taken");
    }

    [Fact]
    public void Disposed_Twice_GivesBackOnce()
    {
        var memory = new AnswerMemory(_budget);
        memory.TryGrow(0, Free + 700).ShouldBeTrue();

        memory.Dispose();
        memory.Dispose();

        _budget.TryTake(1000).ShouldBeTrue();
        _budget.TryTake(1).ShouldBeFalse();
    }

    [Fact]
    public async Task Budget_TakenByManyAtOnce_IsNeverOverdrawn()
    {
        int taken = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 10_000), TestContext.Current.CancellationToken, (_, _) =>
        {
            if (_budget.TryTake(3))
            {
                Interlocked.Add(ref taken, 3);
            }

            return ValueTask.CompletedTask;
        });

        taken.ShouldBe(999);
    }
}
