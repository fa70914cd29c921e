using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Paddock.Core.Projects;
using Paddock.Core.Records;
using Paddock.Core.Requests;
using Paddock.Core.Tests.Fakes;

namespace Paddock.Core.Tests.Records;

public sealed class ExecutionHistoryTests
{
    private static readonly Caller _caller = new(Project.DefaultId, Project.DefaultId);
    private static readonly Caller _stranger = new("01JC0NF0RMANCE000000000009", Project.DefaultId);

    private readonly FakeExecutionStore _store = new();

    [Fact]
    public async Task Execution_JustAnswered_IsListedAndFound()
    {
        (ExecutionHistory history, ExecutionRecorder recorder) = await StartAsync();
        await recorder.RecordAsync(Ended.Function("""{"language":"python","code":"c"}"""));
        (await ListAsync(history, null)).Value.ShouldNotBeNull().ShouldHaveSingleItem().Id.ShouldBe(Ended.Id);
        (await history.FindAsync(_caller, Ended.Id, TestContext.Current.CancellationToken)).Value.ShouldNotBeNull();
        (await history.FindAsync(_stranger, Ended.Id, TestContext.Current.CancellationToken)).Rejection!.Message.ShouldBe($"execution \"{Ended.Id}\" was not found");
        (await history.FindAsync(_caller, "x", TestContext.Current.CancellationToken)).Rejection!.Code.ShouldBe(5);
        await recorder.StoppedAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("", 1)]
    [InlineData("false", 1)]
    [InlineData("true", 0)]
    [InlineData("True", 0)]
    public async Task List_OfFailedOnes_LeavesOutTheOthers(string? only, int count)
    {
        (ExecutionHistory history, ExecutionRecorder recorder) = await StartAsync();
        await recorder.RecordAsync(Ended.Function("""{"language":"python","code":"c"}"""));
        (await ListAsync(history, only)).Value!.Count.ShouldBe(count);
        await recorder.StoppedAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task List_WithAWrongFilter_NamesIt()
    {
        (ExecutionHistory history, ExecutionRecorder recorder) = await StartAsync();
        (await ListAsync(history, "1")).Rejection!.Message.ShouldBe("only_non_zero_exit_codes is \"1\", but must be true or false");
        await recorder.StoppedAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Off_ListsNothingOfWhatWasStoredBefore()
    {
        await _store.AddAsync([RecordBuilder.Build(Ended.Function("""{"language":"python","code":"c"}"""), 4096)], TestContext.Current.CancellationToken);
        (ExecutionHistory history, _) = await StartAsync(new RecordsOptions { Enabled = false });
        (await ListAsync(history, null)).Value.ShouldBeEmpty();
        (await history.FindAsync(_caller, Ended.Id, TestContext.Current.CancellationToken)).Rejection!.Code.ShouldBe(5);
    }

    private static async Task<Answer<IReadOnlyList<ExecutionRecord>>> ListAsync(ExecutionHistory history, string? only) =>
        await history.ListAsync(_caller, null, null, only, TestContext.Current.CancellationToken);

    private async Task<(ExecutionHistory History, ExecutionRecorder Recorder)> StartAsync(RecordsOptions? options = null)
    {
        IOptions<RecordsOptions> all = Options.Create(options ?? new RecordsOptions());
        HandTime time = new();
        ExecutionRecorder recorder = new(
            _store, new RecordRetention(_store, all, time, NullLogger<RecordRetention>.Instance), all, time, NullLogger<ExecutionRecorder>.Instance);
        await recorder.StartAsync(TestContext.Current.CancellationToken);
        return (new ExecutionHistory(_store, recorder, all), recorder);
    }
}
