using Npgsql;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Records;

/// <summary>Many rows in one statement, as arrays: each statement is a way to the server and back.</summary>
internal sealed class PostgresRecordEngine : IRecordEngine
{
    /// <summary>Details of one statement, in bytes, unless one row has more: a message to PostgreSQL may have 1 GiB, and is held in memory at both ends.</summary>
    private const long MaxBytes = 16 * 1024 * 1024;

    private const string AddExecutions = """
        INSERT INTO executions (project_id, id, kind, tool_id, language, exit_code, milliseconds, started_at, size)
        SELECT * FROM unnest(@ProjectIds, @Ids, @Kinds, @ToolIds, @Languages, @ExitCodes, @Milliseconds, @StartedAts, @Sizes)
        ON CONFLICT DO NOTHING
        """;

    private const string AddDetails = """
        INSERT INTO execution_details (project_id, id, request, response, network)
        SELECT * FROM unnest(@ProjectIds, @Ids, @Requests, @Responses, @Networks)
        ON CONFLICT DO NOTHING
        """;

    // The planner knows how many there are of each.
    /// <inheritdoc/>
    public string FailedExecutions => "executions";

    /// <inheritdoc/>
    public async Task<int> AddAsync(Session session, IReadOnlyList<ExecutionRow> rows)
    {
        // In one order, so that two who store the same rows do not wait for each other.
        ExecutionRow[] ordered = [.. rows.OrderBy(static row => row.ProjectId, StringComparer.Ordinal).ThenBy(static row => row.Id, StringComparer.Ordinal)];
        int added = await RunAsync(session, AddExecutions, ordered, AddExecutionParameters).ConfigureAwait(false);
        foreach (ExecutionRow[] part in Split(ordered))
        {
            await RunAsync(session, AddDetails, part, AddDetailParameters).ConfigureAwait(false);
        }

        return added;
    }

    /// <inheritdoc/>
    public Task AfterPruneAsync(Session session) => Task.CompletedTask; // Its autovacuum does.

    private static async Task<int> RunAsync(Session session, string sql, ExecutionRow[] rows, Action<NpgsqlParameterCollection, ExecutionRow[]> addParameters)
    {
#pragma warning disable CA2100 // One of the constants above.
        NpgsqlCommand command = new(sql, (NpgsqlConnection)session.Connection, (NpgsqlTransaction?)session.Transaction);
#pragma warning restore CA2100
        await using (command.ConfigureAwait(false))
        {
            Add(command.Parameters, "ProjectIds", rows, static row => row.ProjectId);
            Add(command.Parameters, "Ids", rows, static row => row.Id);
            addParameters(command.Parameters, rows);
            return await command.ExecuteNonQueryAsync(session.CancellationToken).ConfigureAwait(false);
        }
    }

    private static void AddExecutionParameters(NpgsqlParameterCollection parameters, ExecutionRow[] rows)
    {
        Add(parameters, "Kinds", rows, static row => row.Kind);
        Add(parameters, "ToolIds", rows, static row => row.ToolId);
        Add(parameters, "Languages", rows, static row => row.Language);
        Add(parameters, "ExitCodes", rows, static row => row.ExitCode);
        Add(parameters, "Milliseconds", rows, static row => row.Milliseconds);
        Add(parameters, "StartedAts", rows, static row => row.StartedAt);
        Add(parameters, "Sizes", rows, static row => row.Size);
    }

    private static void AddDetailParameters(NpgsqlParameterCollection parameters, ExecutionRow[] rows)
    {
        Add(parameters, "Requests", rows, static row => row.Request);
        Add(parameters, "Responses", rows, static row => row.Response);
        Add(parameters, "Networks", rows, static row => row.Network);
    }

    private static void Add<T>(NpgsqlParameterCollection parameters, string name, ExecutionRow[] rows, Func<ExecutionRow, T> valueOf) =>
        parameters.Add(new NpgsqlParameter<T[]>(name, Array.ConvertAll(rows, row => valueOf(row))));

    private static IEnumerable<ExecutionRow[]> Split(ExecutionRow[] rows)
    {
        int start = 0;
        long bytes = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (i > start && bytes + rows[i].Size > MaxBytes)
            {
                yield return rows[start..i];
                (start, bytes) = (i, 0);
            }

            bytes += rows[i].Size;
        }

        yield return rows[start..];
    }
}
