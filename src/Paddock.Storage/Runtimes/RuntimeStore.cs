using Paddock.Core.Paging;
using Paddock.Core.Runtimes;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Runtimes;

/// <summary>Runtimes and their revisions. What it says in SQL means the same to both engines.</summary>
internal sealed class RuntimeStore(Database database) : IRuntimeStore
{
    /// <summary>The statement of <see cref="ListAsync"/>.</summary>
    internal const string ListSql = $"{Runtimes} WHERE t.project_id = @ProjectId AND t.id < @Before ORDER BY t.id DESC LIMIT @Limit";

    /// <summary>The statement of <see cref="ListRevisionsAsync"/>.</summary>
    internal const string ListRevisionsSql = $"SELECT {Columns} {Revisions} WHERE r.project_id = @ProjectId AND r.runtime_id = @Id ORDER BY r.id DESC";

    /// <summary>The statement of <see cref="ListByStatusAsync"/>.</summary>
    internal const string ListByStatusSql = $"SELECT {AllColumns} {Revisions} WHERE r.status = @Status ORDER BY r.id";

    /// <summary>The statement of <see cref="FindPackagesAsync"/>.</summary>
    internal const string FindPackagesSql = $"SELECT {Columns}, r.package_lock AS PackageLock {Revisions} WHERE r.package_key = @Key ORDER BY r.package_number DESC LIMIT 1";

    private const string Columns = """
        r.project_id AS ProjectId, r.runtime_id AS RuntimeId, r.id AS Id, r.language AS Language, r.status AS Status, r.attempts AS Attempts, r.package_key AS PackageKey,
        r.package_digest AS PackageDigest, r.created_at AS CreatedAt, r.manifest_name AS ManifestName, r.manifest AS Manifest, r.imports AS Imports, r.preloads AS Preloads
        """;

    private const string AllColumns = $"{Columns}, r.package_lock AS PackageLock, r.build_log AS BuildLog";

    private const string Revisions = "FROM runtime_revisions r";

    private const string Runtimes = $"""
        SELECT {Columns}, t.name AS Name, t.engine AS Engine, t.created_at AS RuntimeCreatedAt
        FROM runtimes t
        JOIN runtime_revisions r ON r.id = t.newest_revision_id
        """;

    private const string NextPackageNumber = "(SELECT COALESCE(MAX(n.package_number), 0) + 1 FROM runtime_revisions n WHERE n.package_key = @PackageKey)";

    private const string AddRevision = $"""
        INSERT INTO runtime_revisions (id, project_id, runtime_id, language, status, attempts, package_key, package_digest, package_number, created_at, manifest_name, manifest,
                                       imports, preloads, package_lock, build_log)
        VALUES (@Id, @ProjectId, @RuntimeId, @Language, @Status, @Attempts, @PackageKey, @PackageDigest, CASE WHEN @PackageKey IS NULL THEN NULL ELSE {NextPackageNumber} END,
                @CreatedAt, @ManifestName, @Manifest, @Imports, @Preloads, @PackageLock, @BuildLog)
        """;

    // Packages from before a rebuild keep their number until it has succeeded.
    private const string Update = $"""
        UPDATE runtime_revisions
        SET status = @Status, attempts = @Attempts, package_key = @PackageKey, package_digest = @PackageDigest, preloads = @Preloads, package_lock = @PackageLock, build_log = @BuildLog,
            package_number = CASE
                WHEN @PackageKey IS NULL THEN NULL
                WHEN @Status = '{RuntimeWords.Succeeded}' OR package_number IS NULL THEN {NextPackageNumber}
                ELSE package_number
            END
        WHERE id = @Id AND status = @Former
        """;

    /// <inheritdoc/>
    public async ValueTask AddAsync(string projectId, StoredRuntime runtime, CancellationToken cancellationToken)
    {
        RevisionRow row = RevisionRow.Of(projectId, runtime.Newest);
        await database.WriteAsync(
            Durability.Machine,
            async session =>
            {
                await session.ExecuteAsync(
                    "INSERT INTO runtimes (project_id, id, name, engine, newest_revision_id, created_at) VALUES (@ProjectId, @Id, @Name, @Engine, @Newest, @CreatedAt)",
                    new { row.ProjectId, runtime.Id, Name = Text.ToBytes(runtime.Name), runtime.Engine, Newest = row.Id, CreatedAt = Ticks.Of(runtime.CreatedAt) }).ConfigureAwait(false);
                return await session.ExecuteAsync(AddRevision, row).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<StoredRuntime?> FindAsync(string projectId, string id, CancellationToken cancellationToken) =>
        Ids.MayExist(id)
            ? await database.ReadAsync(
                async session => (await session.FirstAsync<RuntimeRow>(
                    $"{Runtimes} WHERE t.project_id = @ProjectId AND t.id = @Id", new { ProjectId = projectId, Id = id }).ConfigureAwait(false))?.ToRuntime(),
                cancellationToken).ConfigureAwait(false)
            : null;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredRuntime>> ListAsync(string projectId, Page page, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<StoredRuntime>>(
        async session => [.. (await session.QueryAsync<RuntimeRow>(
            ListSql, new { ProjectId = projectId, Before = Ids.Before(page), page.Limit }).ConfigureAwait(false)).Select(static row => row.ToRuntime())],
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(string projectId, string id, CancellationToken cancellationToken) =>
        Ids.MayExist(id) && await database.WriteAsync(
            Durability.Machine,
            async session => await session.ExecuteAsync(
                "DELETE FROM runtimes WHERE project_id = @ProjectId AND id = @Id", new { ProjectId = projectId, Id = id }).ConfigureAwait(false) == 1,
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<bool> AddRevisionAsync(string projectId, StoredRevision revision, CancellationToken cancellationToken)
    {
        if (!Ids.MayExist(revision.RuntimeId))
        {
            return false;
        }

        RevisionRow row = RevisionRow.Of(projectId, revision);
        return await database.WriteAsync(
            Durability.Machine,
            async session =>
            {
                // First, for the lock: whoever deletes the runtime meanwhile waits, and deletes this revision, too. Of two that are added at once the newer one is the newest.
                int found = await session.ExecuteAsync(
                    """
                    UPDATE runtimes SET newest_revision_id = CASE WHEN newest_revision_id < @Id THEN @Id ELSE newest_revision_id END
                    WHERE project_id = @ProjectId AND id = @RuntimeId
                    """,
                    new { row.ProjectId, row.RuntimeId, row.Id }).ConfigureAwait(false);
                return found == 1 && await session.ExecuteAsync(AddRevision, row).ConfigureAwait(false) == 1;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredRevision>> ListRevisionsAsync(string projectId, string runtimeId, CancellationToken cancellationToken) =>
        Ids.MayExist(runtimeId)
            ? await database.ReadAsync<IReadOnlyList<StoredRevision>>(
                async session => [.. (await session.QueryAsync<RevisionRow>(
                    ListRevisionsSql, new { ProjectId = projectId, Id = runtimeId }).ConfigureAwait(false)).Select(static row => row.ToRevision())],
                cancellationToken).ConfigureAwait(false)
            : [];

    /// <inheritdoc/>
    public async ValueTask<StoredRevision?> FindRevisionAsync(string projectId, string revisionId, CancellationToken cancellationToken) =>
        Ids.MayExist(revisionId)
            ? await database.ReadAsync(
                async session => (await session.FirstAsync<RevisionRow>(
                    $"SELECT {AllColumns} {Revisions} WHERE r.id = @Id AND r.project_id = @ProjectId",
                    new { ProjectId = projectId, Id = revisionId }).ConfigureAwait(false))?.ToRevision(),
                cancellationToken).ConfigureAwait(false)
            : null;

    /// <inheritdoc/>
    public async ValueTask<bool> TryUpdateRevisionAsync(RevisionStatus former, StoredRevision revision, CancellationToken cancellationToken)
    {
        if (!Ids.MayExist(revision.Id))
        {
            return false;
        }

        RevisionRow row = RevisionRow.Of("", revision);
        object parameters = new
        {
            row.Id,
            Former = RuntimeWords.Of(former),
            row.Status,
            row.Attempts,
            row.PackageKey,
            row.PackageDigest,
            row.PackageLock,
            row.Preloads,
            row.BuildLog,
        };
        return await database.WriteAsync(
            Durability.Machine,
            async session => await session.ExecuteAsync(Update, parameters).ConfigureAwait(false) == 1,
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ProjectRevision>> ListByStatusAsync(RevisionStatus status, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<ProjectRevision>>(
        async session => [.. (await session.QueryAsync<RevisionRow>(
            ListByStatusSql, new { Status = RuntimeWords.Of(status) }).ConfigureAwait(false)).Select(static row => new ProjectRevision(row.ProjectId, row.ToRevision()))],
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<BuiltPackages?> FindPackagesAsync(string key, CancellationToken cancellationToken) =>
        Ids.MayExist(key)
            ? await database.ReadAsync(
                async session => (await session.FirstAsync<RevisionRow>(FindPackagesSql, new { Key = key }).ConfigureAwait(false))?.ToPackages(),
                cancellationToken).ConfigureAwait(false)
            : null;
}
