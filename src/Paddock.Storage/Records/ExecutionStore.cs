using Paddock.Core.Paging;
using Paddock.Core.Records;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Records;

/// <summary>Execution records. What it says in SQL means the same to both engines; how a batch is stored best, each <see cref="IRecordEngine"/> knows.</summary>
internal sealed class ExecutionStore(Database database, IRecordEngine engine) : IExecutionStore
{
    /// <summary>Records that go in one transaction, and bytes of them but for the last: as many as leave others waiting for a few milliseconds.</summary>
    private const int PruneStep = 200;

    private const long PruneBytes = 16 * 1024 * 1024;

    private const string Columns = """
        e.project_id AS ProjectId, e.id AS Id, e.kind AS Kind, e.tool_id AS ToolId, e.language AS Language, e.exit_code AS ExitCode, e.milliseconds AS Milliseconds,
        e.started_at AS StartedAt, d.request AS Request, d.response AS Response, d.network AS Network
        """;

    private const string Details = "JOIN execution_details d ON d.project_id = e.project_id AND d.id = e.id";

    /// <inheritdoc/>
    public async ValueTask AddAsync(IReadOnlyList<ExecutionRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
        {
            return;
        }

        ExecutionRow[] rows = [.. records.Select(ExecutionRow.Of)];
        await database.WriteAsync(Durability.Process, session => engine.AddAsync(session, rows), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<ExecutionRecord?> FindAsync(string projectId, string id, CancellationToken cancellationToken) =>
        Ids.MayExist(id)
            ? await database.ReadAsync(
                async session => (await session.FirstAsync<ExecutionRow>(
                    $"SELECT {Columns} FROM executions e {Details} WHERE e.project_id = @ProjectId AND e.id = @Id",
                    new { ProjectId = projectId, Id = id }).ConfigureAwait(false))?.ToRecord(),
                cancellationToken).ConfigureAwait(false)
            : null;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ExecutionRecord>> ListAsync(string projectId, Page page, RecordFilter filter, long maxBytes, CancellationToken cancellationToken)
    {
        string sql = ListSql(filter);
        return database.ReadAsync<IReadOnlyList<ExecutionRecord>>(
            async session => [.. (await session.QueryAsync<ExecutionRow>(
                sql, new { ProjectId = projectId, Before = Ids.Before(page), page.Limit, MaxBytes = maxBytes }).ConfigureAwait(false)).Select(static row => row.ToRecord())],
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<long> PruneAsync(DateTimeOffset before, long keep, CancellationToken cancellationToken)
    {
        long removed = await RemoveAsync("started_at < @Time", "started_at", new { Time = Ticks.Of(before), Step = PruneStep, Bytes = PruneBytes }, cancellationToken).ConfigureAwait(false);
        foreach (string projectId in await database.ReadAsync(static session => session.QueryAsync<string>("SELECT id FROM projects"), cancellationToken).ConfigureAwait(false))
        {
            // The newest one that goes; null while there are no more than are kept.
            string? newest = await database.ReadAsync(
                session => session.FirstAsync<string>(
                    "SELECT id FROM executions WHERE project_id = @ProjectId ORDER BY id DESC LIMIT 1 OFFSET @Keep", new { ProjectId = projectId, Keep = keep }),
                cancellationToken).ConfigureAwait(false);
            if (newest is not null)
            {
                removed += await RemoveAsync(
                    "project_id = @ProjectId AND id <= @Newest", "id", new { ProjectId = projectId, Newest = newest, Step = PruneStep, Bytes = PruneBytes }, cancellationToken).ConfigureAwait(false);
            }
        }

        return removed;
    }

    /// <summary>The statement of <see cref="ListAsync"/>.</summary>
    internal string ListSql(RecordFilter filter)
    {
        // The condition stands as the partial index has it, or that is not used.
        (string table, string condition) = filter.OnlyNonZeroExitCodes ? (engine.FailedExecutions, "AND exit_code <> 0") : ("executions", "");
        return $"""
            SELECT {Columns}
            FROM (SELECT project_id, id, SUM(size) OVER (ORDER BY id DESC) AS total, ROW_NUMBER() OVER (ORDER BY id DESC) AS position
                  FROM (SELECT project_id, id, size FROM {table} WHERE project_id = @ProjectId AND id < @Before {condition} ORDER BY id DESC LIMIT @Limit) newest) page
            JOIN executions e ON e.project_id = page.project_id AND e.id = page.id
            {Details}
            WHERE page.total <= @MaxBytes OR page.position = 1
            ORDER BY e.id DESC
            """;
    }

    private async Task<long> RemoveAsync(string condition, string order, object parameters, CancellationToken cancellationToken)
    {
        string sql = $"""
            DELETE FROM executions WHERE (project_id, id) IN (
                SELECT project_id, id
                FROM (SELECT project_id, id, SUM(size) OVER (ORDER BY {order}, id) - size AS former
                      FROM (SELECT project_id, id, size, started_at FROM executions WHERE {condition} ORDER BY {order} LIMIT @Step) oldest) step
                WHERE former < @Bytes)
            """;
        long removed = 0;
        int step;
        do
        {
            step = await database.WriteAsync(
                Durability.Process,
                async session =>
                {
                    int gone = await session.ExecuteAsync(sql, parameters).ConfigureAwait(false);
                    await engine.AfterPruneAsync(session).ConfigureAwait(false);
                    return gone;
                },
                cancellationToken).ConfigureAwait(false);
            removed += step;
        }
        while (step > 0);
        return removed;
    }
}
