using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Paddock.Core.Records;
using Paddock.Core.Tests.Fakes;

namespace Paddock.Core.Tests.Records;

public sealed class ExecutionRecorderTests
{
    private const string Call = """{"language":"python","code":"c"}""";
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(30);

    private readonly FakeExecutionStore _store = new();
    private readonly HandTime _time = new();
    private readonly LogLines<ExecutionRecorder> _logs = new();

    [Fact]
    public async Task Execution_HandedOver_IsThereAfterAFlush()
    {
        ExecutionRecorder recorder = await StartAsync();
        byte[] output = "[1,2]"u8.ToArray();
        EndedExecution ended = Ended.Function(Call);
        await recorder.RecordAsync(ended with { Reply = ended.Reply with { Output = output } });
        output.AsSpan().Fill((byte)'x'); // The bytes go back to their owner.
        await FlushAsync(recorder);
        System.Text.Encoding.UTF8.GetString(_store.Records.ShouldHaveSingleItem().Response.Span).ShouldEndWith("\"output\":[1,2]}");
        await recorder.StoppedAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Executions_WithoutAFlush_GoTogetherAfterAMoment()
    {
        ExecutionRecorder recorder = await StartAsync();
        TaskCompletionSource stored = new();
        _store.OnAdd = _ => Task.FromResult(stored.TrySetResult());
        for (int i = 0; i < 5; i++)
        {
            await recorder.RecordAsync(Ended.Function(Call));
        }

        while (!stored.Task.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        await FlushAsync(recorder);
        _store.Records.Count.ShouldBe(5);
        await recorder.StoppedAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stop_WithRecordsWaiting_StoresAllOfThemInBatches()
    {
        ExecutionRecorder recorder = await StartAsync();
        for (int i = 0; i < 450; i++)
        {
            await recorder.RecordAsync(Ended.Function(Call));
        }

        await recorder.StoppedAsync(TestContext.Current.CancellationToken).WaitAsync(_bound, TestContext.Current.CancellationToken);
        _store.Records.Count.ShouldBe(450);
        _store.Batches.Max().ShouldBeLessThanOrEqualTo(200);
        await recorder.RecordAsync(Ended.Function(Call));
        _store.Records.Count.ShouldBe(450);
    }

    [Fact]
    public async Task Store_ThatFailsTwice_IsTriedAgain()
    {
        ExecutionRecorder recorder = await StartAsync();
        _store.OnAdd = static attempt => attempt <= 2 ? Task.FromException(new StorageException("no")) : Task.CompletedTask;
        await recorder.RecordAsync(Ended.Function(Call));
        await AdvanceUntilAsync(() => _store.Records.Count == 1, TimeSpan.FromMilliseconds(500));
        _logs.Lines.Count(static line => line.Id == 1200).ShouldBe(2);
        await recorder.StoppedAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Store_ThatGoesOnFailing_LosesTheBatchWithAnAlarmAndGoesOn()
    {
        ExecutionRecorder recorder = await StartAsync();
        _store.OnAdd = static attempt => attempt <= 4 ? Task.FromException(new StorageException("no")) : Task.CompletedTask;
        await recorder.RecordAsync(Ended.Function(Call));
        await AdvanceUntilAsync(() => _logs.Lines.Any(static line => line.Id == 1201), TimeSpan.FromMilliseconds(500));
        await recorder.RecordAsync(Ended.Function(Call));
        await FlushAsync(recorder);
        _store.Records.Count.ShouldBe(1);
        await recorder.StoppedAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Backlog_ThatIsFull_HoldsAnswersUntilThereIsRoom()
    {
        TaskCompletionSource gate = new();
        _store.OnAdd = _ => gate.Task;
        ExecutionRecorder recorder = await StartAsync();
        List<Task> answers = await FillAsync(recorder);
        answers[^1].IsCompleted.ShouldBeFalse();
        gate.SetResult();
        await Task.WhenAll(answers).WaitAsync(_bound, TestContext.Current.CancellationToken);
        await recorder.StoppedAsync(TestContext.Current.CancellationToken);
        _store.Records.Count.ShouldBe(answers.Count);
        recorder.Lost.ShouldBe(0);
    }

    [Fact]
    public async Task Backlog_ThatStaysFull_CostsTheRecordAndNotTheAnswer()
    {
        TaskCompletionSource gate = new();
        _store.OnAdd = _ => gate.Task;
        ExecutionRecorder recorder = await StartAsync();
        List<Task> answers = await FillAsync(recorder);
        answers.Add(recorder.RecordAsync(Large()).AsTask());
        await AdvanceUntilAsync(Task.WhenAll(answers), TimeSpan.FromMilliseconds(100));
        recorder.Lost.ShouldBe(2);
        _logs.Lines.Count(static line => line.Id == 1202).ShouldBe(1);
        gate.SetResult();
        await recorder.StoppedAsync(TestContext.Current.CancellationToken);
        _store.Records.Count.ShouldBe(answers.Count - 2);
    }

    [Fact]
    public async Task Off_StoresNothing()
    {
        ExecutionRecorder recorder = await StartAsync(new RecordsOptions { Enabled = false });
        await recorder.RecordAsync(Ended.Function(Call));
        await FlushAsync(recorder);
        await recorder.StoppedAsync(TestContext.Current.CancellationToken);
        _store.Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task Flush_OfAStoreThatHangs_GivesUpInTime()
    {
        TaskCompletionSource gate = new();
        _store.OnAdd = _ => gate.Task;
        ExecutionRecorder recorder = await StartAsync();
        await recorder.RecordAsync(Ended.Function(Call));
        await AdvanceUntilAsync(FlushAsync(recorder), TimeSpan.FromMilliseconds(500));
        gate.SetResult();
        await recorder.StoppedAsync(TestContext.Current.CancellationToken);
        _store.Records.Count.ShouldBe(1);
    }

    /// <summary>Larger than what is copied, so that its record is made at once; a quarter of the smallest backlog.</summary>
    private static EndedExecution Large() => Ended.Function(Call, "null", new string('x', 262_144));

    private static Task FlushAsync(ExecutionRecorder recorder) => recorder.FlushAsync(TestContext.Current.CancellationToken).AsTask();

    /// <summary>Hands over more than the backlog holds; the last one has to wait.</summary>
    private static async Task<List<Task>> FillAsync(ExecutionRecorder recorder)
    {
        List<Task> answers = [];
        do
        {
            answers.Add(recorder.RecordAsync(Large()).AsTask());
            await Task.Yield();
        }
        while (answers[^1].IsCompleted && answers.Count < 100);
        return answers;
    }

    private async Task<ExecutionRecorder> StartAsync(RecordsOptions? options = null)
    {
        IOptions<RecordsOptions> all = Options.Create(options ?? new RecordsOptions { MaxBacklogBytes = 1024 * 1024 });
        ExecutionRecorder recorder = new(_store, new RecordRetention(_store, all, _time, NullLogger<RecordRetention>.Instance), all, _time, _logs);
        await recorder.StartAsync(TestContext.Current.CancellationToken);
        return recorder;
    }

    private Task AdvanceUntilAsync(Task done, TimeSpan step) => AdvanceUntilAsync(() => done.IsCompleted, step);

    /// <summary>Lets time go on in steps, each after everybody had a chance to begin to wait.</summary>
    private async Task AdvanceUntilAsync(Func<bool> done, TimeSpan step)
    {
        using CancellationTokenSource bound = new(_bound);
        while (!done())
        {
            bound.Token.ThrowIfCancellationRequested();
            _time.Advance(step);
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
