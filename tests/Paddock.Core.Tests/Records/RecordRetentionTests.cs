using Microsoft.Extensions.Options;
using Paddock.Core.Records;
using Paddock.Core.Tests.Fakes;

namespace Paddock.Core.Tests.Records;

public sealed class RecordRetentionTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(30);

    private readonly FakeExecutionStore _store = new();
    private readonly HandTime _time = new();
    private readonly LogLines<RecordRetention> _logs = new();

    [Fact]
    public async Task Retention_AtStartAndEveryHour_RemovesWhatIsTooOldOrTooMuch()
    {
        using RecordRetention retention = await StartAsync(new RecordsOptions { RetentionDays = 2, MaxRecords = 10 });
        for (int hour = 0; hour < 3; hour++)
        {
            _time.Advance(hour == 0 ? TimeSpan.Zero : TimeSpan.FromHours(1));
            await NextAsync();
            _store.Prunes[hour].ShouldBe((_time.GetUtcNow() - TimeSpan.FromDays(2), 10));
        }

        await retention.StopAsync(TestContext.Current.CancellationToken);
        _store.Prunes.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(7, 0)]
    public async Task Retention_WithOneRule_LeavesTheOther(int days, int most)
    {
        using RecordRetention retention = await StartAsync(new RecordsOptions { RetentionDays = days, MaxRecords = most });
        _time.Advance(TimeSpan.Zero);
        await NextAsync();
        (DateTimeOffset before, long keep) = _store.Prunes.Single();
        before.ShouldBe(days == 0 ? DateTimeOffset.UnixEpoch : _time.GetUtcNow() - TimeSpan.FromDays(days));
        keep.ShouldBe(most == 0 ? long.MaxValue : most);
        await retention.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Retention_WithoutARule_RemovesNothing()
    {
        using RecordRetention retention = await StartAsync(new RecordsOptions { RetentionDays = 0, MaxRecords = 0 });
        _time.Advance(TimeSpan.FromHours(1));
        await retention.StopAsync(TestContext.Current.CancellationToken);
        _store.Prunes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Records_ThatComeFast_AreRemovedBeforeTheHour()
    {
        using RecordRetention retention = await StartAsync(new RecordsOptions { MaxRecords = 1000 });
        _time.Advance(TimeSpan.Zero);
        await NextAsync();
        retention.Count(100);
        retention.Count(1);
        await NextAsync();
        await retention.StopAsync(TestContext.Current.CancellationToken);
        _store.Prunes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Store_ThatFails_IsTriedAgainInAnHour()
    {
        _store.PruneFailure = new StorageException("no");
        using RecordRetention retention = await StartAsync(new RecordsOptions());
        _time.Advance(TimeSpan.Zero);
        await NextAsync();
        _time.Advance(TimeSpan.FromHours(1));
        await NextAsync();
        await retention.StopAsync(TestContext.Current.CancellationToken);
        _logs.Lines.Count(static line => line.Id == 1206).ShouldBe(2);
    }

    private async Task NextAsync() => (await _store.Pruned.WaitAsync(_bound, TestContext.Current.CancellationToken)).ShouldBeTrue();

    private async Task<RecordRetention> StartAsync(RecordsOptions options)
    {
        RecordRetention retention = new(_store, Options.Create(options), _time, _logs);
        await retention.StartAsync(TestContext.Current.CancellationToken);
        return retention;
    }
}
