using Paddock.Core.Paging;
using Paddock.Core.Tools;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Tools;

/// <summary>Tools and their revisions. What it says in SQL means the same to both engines.</summary>
internal sealed class ToolStore(Database database) : IToolStore
{
    private const string Columns = """
        SELECT r.project_id AS ProjectId, r.tool_id AS Id, r.id AS RevisionId, r.name AS Name, r.description AS Description, r.language AS Language,
               r.code AS Code, r.input_schema AS InputSchema, r.runtime_revision_id AS RuntimeRevisionId, r.created_at AS CreatedAt
        """;

    private const string Current = $"""
        {Columns}
        FROM tools t
        JOIN tool_revisions r ON r.project_id = t.project_id AND r.tool_id = t.id AND r.id = t.current_revision_id
        """;

    private const string AddRevision = """
        INSERT INTO tool_revisions (project_id, tool_id, id, name, description, language, code, input_schema, runtime_revision_id, created_at)
        VALUES (@ProjectId, @Id, @RevisionId, @Name, @Description, @Language, @Code, @InputSchema, @RuntimeRevisionId, @CreatedAt)
        """;

    /// <inheritdoc/>
    public async ValueTask AddAsync(string projectId, StoredTool tool, CancellationToken cancellationToken)
    {
        ToolRow row = ToolRow.Of(projectId, tool);
        await database.WriteAsync(
            Durability.Machine,
            async session =>
            {
                await session.ExecuteAsync("INSERT INTO tools (project_id, id, current_revision_id) VALUES (@ProjectId, @Id, @RevisionId)", row).ConfigureAwait(false);
                return await session.ExecuteAsync(AddRevision, row).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryUpdateAsync(string projectId, string formerRevisionId, StoredTool revision, CancellationToken cancellationToken)
    {
        if (!Ids.MayExist(revision.Id) || !Ids.MayExist(formerRevisionId))
        {
            return false;
        }

        ToolRow row = ToolRow.Of(projectId, revision);
        return await database.WriteAsync(
            Durability.Machine,
            async session =>
            {
                int moved = await session.ExecuteAsync(
                    "UPDATE tools SET current_revision_id = @RevisionId WHERE project_id = @ProjectId AND id = @Id AND current_revision_id = @Former",
                    new { row.ProjectId, row.Id, row.RevisionId, Former = formerRevisionId }).ConfigureAwait(false);
                return moved == 1 && await session.ExecuteAsync(AddRevision, row).ConfigureAwait(false) == 1;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<StoredTool?> FindAsync(string projectId, string id, CancellationToken cancellationToken) =>
        FindAsync($"{Current} WHERE t.project_id = @ProjectId AND t.id = @Id", projectId, id, id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoredTool?> FindRevisionAsync(string projectId, string id, string revisionId, CancellationToken cancellationToken) =>
        FindAsync($"{Columns} FROM tool_revisions r WHERE r.project_id = @ProjectId AND r.tool_id = @Id AND r.id = @RevisionId", projectId, id, revisionId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredTool>> ListAsync(string projectId, Page page, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<StoredTool>>(
        async session => [.. (await session.QueryAsync<ToolRow>(
            $"{Current} WHERE t.project_id = @ProjectId AND t.id < @Before ORDER BY t.id DESC LIMIT @Limit",
            new { ProjectId = projectId, Before = Ids.Before(page), page.Limit }).ConfigureAwait(false)).Select(static row => row.ToTool())],
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(string projectId, string id, CancellationToken cancellationToken) =>
        Ids.MayExist(id) && await database.WriteAsync(
            Durability.Machine,
            async session => await session.ExecuteAsync(
                "DELETE FROM tools WHERE project_id = @ProjectId AND id = @Id", new { ProjectId = projectId, Id = id }).ConfigureAwait(false) == 1,
            cancellationToken).ConfigureAwait(false);

    private async ValueTask<StoredTool?> FindAsync(string sql, string projectId, string id, string revisionId, CancellationToken cancellationToken) =>
        Ids.MayExist(id) && Ids.MayExist(revisionId)
            ? await database.ReadAsync(
                async session => (await session.FirstAsync<ToolRow>(sql, new { ProjectId = projectId, Id = id, RevisionId = revisionId }).ConfigureAwait(false))?.ToTool(),
                cancellationToken).ConfigureAwait(false)
            : null;
}
