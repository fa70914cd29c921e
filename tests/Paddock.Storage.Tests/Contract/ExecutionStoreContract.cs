using System.Security.Cryptography;
using Paddock.Core;
using Paddock.Core.Paging;
using Paddock.Core.Records;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Contract;

/// <summary>What <see cref="IExecutionStore"/> promises.</summary>
public abstract class ExecutionStoreContract : StoreContract
{
    private const long NoBound = long.MaxValue;

    private static readonly RecordFilter _all = new(OnlyNonZeroExitCodes: false);
    private static readonly RecordFilter _failed = new(OnlyNonZeroExitCodes: true);

    private IExecutionStore Store => Stores.Executions;

    [Theory]
    [InlineData(ExecutionKind.Function)]
    [InlineData(ExecutionKind.Script)]
    [InlineData(ExecutionKind.Tool)]
    public async Task Find_Added_GivesAllThatWasStored(ExecutionKind kind)
    {
        ExecutionRecord record = Some.Record(ProjectId) with
        {
            Kind = kind,
            ToolId = kind == ExecutionKind.Tool ? Some.Id() : null,
            Language = "typescript",
            ExitCode = 255,
            DurationMilliseconds = long.MaxValue,
            Request = "\0{\"a\":\"\u0000 😀\"}\0"u8.ToArray().AsMemory(0, 12),
            Response = RandomNumberGenerator.GetBytes(1000),
            Network = new byte[] { 0, 255, 0 },
        };
        await Store.AddAsync([record], Cancellation);
        ShouldBeSame((await Store.FindAsync(ProjectId, record.Id, Cancellation))!, record);
        ShouldBeSame((await Store.ListAsync(ProjectId, First(), _all, NoBound, Cancellation)).ShouldHaveSingleItem(), record);
    }

    [Fact]
    public async Task Find_WithoutDetails_GivesEmptyOnes()
    {
        ExecutionRecord record = Some.Record(ProjectId) with { Request = default, Response = default };
        await Store.AddAsync([record], Cancellation);
        ShouldBeSame((await Store.FindAsync(ProjectId, record.Id, Cancellation))!, record);
    }

    [Fact]
    public async Task Find_OfManyMebibytes_GivesThem()
    {
        ExecutionRecord record = Some.Record(ProjectId) with { Request = RandomNumberGenerator.GetBytes(18_000_000), Response = RandomNumberGenerator.GetBytes(17_000_000) };
        await Store.AddAsync([Some.Record(ProjectId), record, Some.Record(ProjectId)], Cancellation);
        ShouldBeSame((await Store.FindAsync(ProjectId, record.Id, Cancellation))!, record);
    }

    [Fact]
    public async Task EveryCall_FromAnotherProject_FindsNothing()
    {
        ExecutionRecord record = Some.Record(ProjectId, exitCode: 1);
        await Store.AddAsync([record], Cancellation);
        (await Store.FindAsync(OtherProjectId, record.Id, Cancellation)).ShouldBeNull();
        (await Store.ListAsync(OtherProjectId, First(), _all, NoBound, Cancellation)).ShouldBeEmpty();
        (await Store.ListAsync(OtherProjectId, First(), _failed, NoBound, Cancellation)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("01JDZZZZZZZZZZZZZZZZZZZZZZ")]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("\ud800")]
    public async Task Find_NotThere_IsNull(string id)
    {
        await Store.AddAsync([Some.Record(ProjectId)], Cancellation);
        (await Store.FindAsync(ProjectId, id, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Add_Nothing_DoesNothing()
    {
        await Store.AddAsync([], Cancellation);
        (await Store.ListAsync(ProjectId, First(), _all, NoBound, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Add_StoredAlready_LeavesThatAsItIsAndStoresTheOthers()
    {
        ExecutionRecord first = Some.Record(ProjectId);
        ExecutionRecord second = Some.Record(ProjectId, 1);
        await Store.AddAsync([first], Cancellation);
        await Store.AddAsync([first with { ExitCode = 9, Request = new byte[99] }, second, second], Cancellation);
        ShouldBeSame((await Store.FindAsync(ProjectId, first.Id, Cancellation))!, first);
        ShouldBeSame((await Store.FindAsync(ProjectId, second.Id, Cancellation))!, second);
        (await Store.ListAsync(ProjectId, First(), _all, NoBound, Cancellation)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Add_WithOneThatCannotBeStored_StoresNone()
    {
        ExecutionRecord good = Some.Record(ProjectId);
        await Should.ThrowAsync<StorageException>(async () => await Store.AddAsync([good, Some.Record(ProjectId) with { Language = null! }], Cancellation));
        (await Store.FindAsync(ProjectId, good.Id, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Add_BatchesFromTwoProcessesAtOnce_StoresAll()
    {
        await using TestStores other = OpenAnother();
        ExecutionRecord[][] batches = [.. Enumerable.Range(0, 20).Select(batch => Enumerable.Range(0, 30).Select(i => Some.Record(ProjectId, (batch * 100) + i)).ToArray())];
        await Task.WhenAll(batches.Select((batch, i) => Task.Run(() => (i % 2 == 0 ? Stores : other).Executions.AddAsync(batch, Cancellation).AsTask())));
        (await ReadAllAsync(100, page => Store.ListAsync(ProjectId, page, _all, NoBound, Cancellation), static record => record.Id))
            .Select(static record => record.Id).ShouldBe(batches.SelectMany(static batch => batch).Select(static record => record.Id).OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_PagedToTheEnd_GivesEachOnceNewestFirst()
    {
        ExecutionRecord[] records = [.. Enumerable.Range(0, 20).Select(i => Some.Record(ProjectId, i, exitCode: i % 4 == 0 ? i + 1 : 0))];
        await Store.AddAsync([.. records, .. Enumerable.Range(0, 20).Select(i => Some.Record(OtherProjectId, i, exitCode: 1))], Cancellation);
        foreach (RecordFilter filter in (RecordFilter[])[_all, _failed])
        {
            string[] wanted = [.. records.Where(record => !filter.OnlyNonZeroExitCodes || record.ExitCode != 0).Select(static record => record.Id).Reverse()];
            foreach (int limit in (int[])[1, 3, 5, 100])
            {
                (await ReadAllAsync(limit, page => Store.ListAsync(ProjectId, page, filter, NoBound, Cancellation), static record => record.Id))
                    .Select(static record => record.Id).ShouldBe(wanted);
            }
        }
    }

    [Fact]
    public async Task List_BeyondItsBytes_EndsBeforeButHasOneAtLeast()
    {
        // Each has 2 bytes more.
        await Store.AddAsync([.. Enumerable.Range(0, 6).Select(i => Some.Record(ProjectId, i, bytes: i == 2 ? 5000 : 998))], Cancellation);
        async Task<int> Count(long maxBytes, Page page) => (await Store.ListAsync(ProjectId, page, _all, maxBytes, Cancellation)).Count;
        (await Count(3000, First())).ShouldBe(3);
        (await Count(2999, First())).ShouldBe(2);
        (await Count(0, First())).ShouldBe(1);
        (await Count(9_001, First())).ShouldBe(4);
        (await Count(10_002, First())).ShouldBe(6);
        (await Count(10_002, First(2))).ShouldBe(2);
        (await ReadAllAsync(100, page => Store.ListAsync(ProjectId, page, _all, 1500, Cancellation), static record => record.Id)).Count.ShouldBe(6);
    }

    [Fact]
    public async Task Prune_ByAge_RemovesWhatIsOlderOfAllProjects()
    {
        ExecutionRecord[] records = [.. Enumerable.Range(0, 1000).Select(i => Some.Record(i % 2 == 0 ? ProjectId : OtherProjectId, i))];
        await Store.AddAsync(records, Cancellation);
        (await Store.PruneAsync(records[701].StartedAt, 10_000, Cancellation)).ShouldBe(701);
        (await Store.FindAsync(records[700].ProjectId, records[700].Id, Cancellation)).ShouldBeNull();
        ShouldBeSame((await Store.FindAsync(records[701].ProjectId, records[701].Id, Cancellation))!, records[701]);
        (await Store.PruneAsync(records[701].StartedAt, 10_000, Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task Prune_ByCount_KeepsTheNewestOfEachProject()
    {
        ExecutionRecord[] records = [.. Enumerable.Range(0, 500).Select(i => Some.Record(ProjectId, i))];
        await Store.AddAsync([.. records, Some.Record(OtherProjectId)], Cancellation);
        (await Store.PruneAsync(DateTimeOffset.UnixEpoch, 40, Cancellation)).ShouldBe(460);
        (await Store.ListAsync(ProjectId, First(), _all, NoBound, Cancellation)).Select(static record => record.Id)
            .ShouldBe(records[460..].Select(static record => record.Id).Reverse());
        (await Store.ListAsync(OtherProjectId, First(), _all, NoBound, Cancellation)).Count.ShouldBe(1);
        (await Store.PruneAsync(DateTimeOffset.UnixEpoch, 0, Cancellation)).ShouldBe(41);
        (await Store.ListAsync(ProjectId, First(), _all, NoBound, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Prune_OfLongRecords_RemovesThemInStepsToTheEnd()
    {
        await Store.AddAsync([.. Enumerable.Range(0, 12).Select(i => Some.Record(ProjectId, i, bytes: 5_000_000))], Cancellation);
        (await Store.PruneAsync(Some.Time.AddMilliseconds(11), 100, Cancellation)).ShouldBe(11);
        (await Store.ListAsync(ProjectId, First(), _all, NoBound, Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Prune_NothingToDo_RemovesNothing()
    {
        await Store.AddAsync([Some.Record(ProjectId)], Cancellation);
        (await Store.PruneAsync(DateTimeOffset.UnixEpoch, long.MaxValue, Cancellation)).ShouldBe(0);
        (await Store.ListAsync(ProjectId, First(), _all, NoBound, Cancellation)).Count.ShouldBe(1);
    }

    private static void ShouldBeSame(ExecutionRecord found, ExecutionRecord wanted)
    {
        found.Request.Span.SequenceEqual(wanted.Request.Span).ShouldBeTrue();
        found.Response.Span.SequenceEqual(wanted.Response.Span).ShouldBeTrue();
        found.Network.Span.SequenceEqual(wanted.Network.Span).ShouldBeTrue();
        found.ShouldBe(wanted with { Request = found.Request, Response = found.Response, Network = found.Network });
    }
}
