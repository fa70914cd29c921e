using System.Text.RegularExpressions;
using Paddock.Core.Projects;
using Paddock.Core.Records;
using Paddock.Storage.Records;
using Paddock.Storage.Runtimes;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Sqlite;

/// <summary>Which index is used, and that space comes back.</summary>
public sealed class SqlitePlanTests : IAsyncDisposable
{
    private readonly SqliteFixture _engine = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData(true, "executions USING INDEX executions_failed")]
    [InlineData(false, "executions USING PRIMARY KEY")]
    public async Task List_WithAFilter_ReadsOnlyWhatItGives(bool onlyFailed, string index)
    {
        await using TestStores stores = _engine.Open();
        string sql = ((ExecutionStore)stores.Executions).ListSql(new RecordFilter(onlyFailed));
        IReadOnlyList<PlanStep> plan = await stores.Database.ReadAsync<IReadOnlyList<PlanStep>>(
            async session => await session.QueryAsync<PlanStep>($"EXPLAIN QUERY PLAN {sql}", new { ProjectId = "a", Before = "b", Limit = 5, MaxBytes = 5 }), Cancellation);
        plan.ShouldContain(step => step.Detail.StartsWith($"SEARCH {index} (project_id=? AND id<?)", StringComparison.Ordinal));

        // The other two tables are looked up by their keys; only what a page holds is scanned.
        plan.Count(static step => step.Detail.StartsWith("SEARCH ", StringComparison.Ordinal)).ShouldBe(3);
        plan.ShouldNotContain(static step => Regex.IsMatch(step.Detail, "^SCAN (e|d|executions|execution_details)\\b"));
    }

    [Fact]
    public async Task Prune_ByAge_SearchesAnIndex()
    {
        await using TestStores stores = _engine.Open();
        IReadOnlyList<PlanStep> plan = await stores.Database.ReadAsync<IReadOnlyList<PlanStep>>(
            static async session => await session.QueryAsync<PlanStep>("EXPLAIN QUERY PLAN SELECT project_id, id FROM executions WHERE started_at < 5 ORDER BY started_at LIMIT 5"), Cancellation);
        plan.ShouldHaveSingleItem().Detail.ShouldContain("executions_started_at");
    }

    [Theory]
    [InlineData(RuntimeStore.ListSql, "t USING PRIMARY KEY (project_id=? AND id<?)")]
    [InlineData(RuntimeStore.ListRevisionsSql, "r USING INDEX runtime_revisions_runtime (project_id=? AND runtime_id=?)")]
    [InlineData(RuntimeStore.ListByStatusSql, "r USING INDEX runtime_revisions_status (status=?)")]
    [InlineData(RuntimeStore.FindPackagesSql, "r USING INDEX runtime_revisions_package (package_key=?)")]
    public async Task ListsOfRuntimes_ByTheirIndex_ReadOnlyWhatTheyGive(string sql, string index)
    {
        await using TestStores stores = _engine.Open();
        IReadOnlyList<PlanStep> plan = await stores.Database.ReadAsync<IReadOnlyList<PlanStep>>(
            async session => await session.QueryAsync<PlanStep>(
                $"EXPLAIN QUERY PLAN {sql}", new { ProjectId = "a", Id = "a", Before = "b", Limit = 5, Status = "pending", Key = "k" }), Cancellation);
        plan[0].Detail.ShouldBe($"SEARCH {index}");

        // In the index's order, and what is joined by its key.
        plan.ShouldAllBe(static step => step.Detail.StartsWith("SEARCH ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prune_MostOfTheRecords_GivesTheSpaceBack()
    {
        long full;
        await using (TestStores stores = _engine.Open())
        {
            ExecutionRecord[] records = [.. Enumerable.Range(0, 2000).Select(static i => Some.Record(Project.DefaultId, i, bytes: 10_000))];
            await stores.Executions.AddAsync(records, Cancellation);
        }

        full = new FileInfo(_engine.FilePath).Length;
        await using (TestStores stores = _engine.Open())
        {
            (await stores.Executions.PruneAsync(DateTimeOffset.UnixEpoch, 100, Cancellation)).ShouldBe(1900);
        }

        new FileInfo(_engine.FilePath).Length.ShouldBeLessThan(full / 2);
    }

    private sealed record PlanStep
    {
        public string Detail { get; init; } = "";
    }
}
