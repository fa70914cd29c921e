using System.Data.Common;
using Microsoft.Data.Sqlite;
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

    private static readonly (string Name, Func<ExecutionRow, object?> ValueOf)[] _execution =
    [
        ("@ProjectId", static row => row.ProjectId),
        ("@Id", static row => row.Id),
        ("@Kind", static row => row.Kind),
        ("@ToolId", static row => row.ToolId),
        ("@Language", static row => row.Language),
        ("@ExitCode", static row => row.ExitCode),
        ("@Milliseconds", static row => row.Milliseconds),
        ("@StartedAt", static row => row.StartedAt),
        ("@Size", static row => row.Size),
    ];

    private static readonly (string Name, Func<ExecutionRow, object?> ValueOf)[] _details =
    [
        ("@ProjectId", static row => row.ProjectId),
        ("@Id", static row => row.Id),
        ("@Request", static row => row.Request),
        ("@Response", static row => row.Response),
        ("@Network", static row => row.Network),
    ];

    // Left to itself, it reads all executions of a project by their primary key.
    /// <inheritdoc/>
    public string FailedExecutions => "executions INDEXED BY executions_failed";

    /// <inheritdoc/>
    public Task<int> AddAsync(Session session, IReadOnlyList<ExecutionRow> rows)
    {
        // Each for all rows, so that a statement is compiled once.
        int added = Run(session, AddExecution, rows, _execution);
        Run(session, AddDetails, rows, _details);
        return Task.FromResult(added);
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

    // Not by Dapper, which makes all parameters anew for each row.
    private static int Run(Session session, string sql, IReadOnlyList<ExecutionRow> rows, (string Name, Func<ExecutionRow, object?> ValueOf)[] columns)
    {
        using DbCommand command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
#pragma warning disable CA2100 // One of the constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        SqliteParameter[] parameters = [.. columns.Select(static column => new SqliteParameter { ParameterName = column.Name })];
        command.Parameters.AddRange(parameters);
        int changed = 0;
        foreach (ExecutionRow row in rows)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                parameters[i].Value = columns[i].ValueOf(row) ?? DBNull.Value;
            }

            changed += command.ExecuteNonQuery();
        }

        return changed;
    }
}
