using Paddock.Storage.Engines;

namespace Paddock.Storage.Records;

/// <summary>Row by row: there is no way to the database that could be saved.</summary>
internal sealed class SqliteRecordEngine : IRecordEngine
{
    /// <summary>Pages that one step gives back to the file system: 8 MiB.</summary>
    private const string Vacuum = "PRAGMA incremental_vacuum(2048)";

    private const string AddExecution = """
        INSERT INTO executions (project_id, id, kind, tool_id, language, exit_code, milliseconds, started_at, size)
        VALUES (@ProjectId, @Id, @Kind, @ToolId, @Language, @ExitCode, @Milliseconds, @StartedAt, @Size)
        ON CONFLICT DO NOTHING
        """;

    private const string AddDetails = """
        INSERT INTO execution_details (project_id, id, request, response, network)
        VALUES (@ProjectId, @Id, @Request, @Response, @Network)
        ON CONFLICT DO NOTHING
        """;

    // Left to itself, it reads all executions of a project by their primary key.
    /// <inheritdoc/>
    public string FailedExecutions => "executions INDEXED BY executions_failed";

    /// <inheritdoc/>
    public async Task<int> AddAsync(Session session, IReadOnlyList<ExecutionRow> rows)
    {
        // Each for all rows, so that a statement is compiled once.
        int added = await session.ExecuteAsync(AddExecution, rows).ConfigureAwait(false);
        await session.ExecuteAsync(AddDetails, rows).ConfigureAwait(false);
        return added;
    }

    /// <inheritdoc/>
    public async Task AfterPruneAsync(Session session)
    {
        // What is empty is filled again soon, as long as as many come as go.
        long free = await session.FirstAsync<long>("PRAGMA freelist_count").ConfigureAwait(false);
        if (free * 2 > await session.FirstAsync<long>("PRAGMA page_count").ConfigureAwait(false))
        {
            await session.ExecuteAsync(Vacuum).ConfigureAwait(false);
        }
    }
}
