using Paddock.Contracts.Ids;
using Paddock.Core.Projects;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Projects;

/// <summary>Projects and keys. What it says in SQL means the same to both engines.</summary>
internal sealed class ProjectStore(Database database) : IProjectStore
{
    private const string Projects = "SELECT id AS Id, name AS Name, created_at AS CreatedAt FROM projects";

    private const string Keys = """
        SELECT id AS Id, project_id AS ProjectId, name AS Name, hash AS Hash, max_concurrency AS MaxConcurrency, requests_per_minute AS RequestsPerMinute,
               is_made_at_start AS IsMadeAtStart, created_at AS CreatedAt, revoked_at AS RevokedAt
        FROM api_keys
        """;

    /// <inheritdoc/>
    public ValueTask<Project> GetOrAddAsync(string name, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Machine,
        async session =>
        {
            await session.ExecuteAsync(
                "INSERT INTO projects (id, name, created_at) VALUES (@Id, @Name, @Now) ON CONFLICT (name) DO NOTHING",
                new { Id = Ulid.Next(now), Name = name, Now = Ticks.Of(now) }).ConfigureAwait(false);
            ProjectRow? row = await session.FirstAsync<ProjectRow>($"{Projects} WHERE name = @Name", new { Name = name }).ConfigureAwait(false);
            return row!.ToProject();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Project>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Project>>(
        static async session => [.. (await session.QueryAsync<ProjectRow>($"{Projects} ORDER BY id").ConfigureAwait(false)).Select(static row => row.ToProject())],
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask AddKeyAsync(ApiKey key, CancellationToken cancellationToken) => await database.WriteAsync(
        Durability.Machine,
        session => session.ExecuteAsync(
            """
            INSERT INTO api_keys (id, project_id, name, hash, max_concurrency, requests_per_minute, is_made_at_start, created_at, revoked_at)
            VALUES (@Id, @ProjectId, @Name, @Hash, @MaxConcurrency, @RequestsPerMinute, @IsMadeAtStart, @CreatedAt, @RevokedAt)
            """,
            ApiKeyRow.Of(key)),
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<ApiKey?> FindKeyAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken) => database.ReadAsync(
        async session => (await session.FirstAsync<ApiKeyRow>($"{Keys} WHERE hash = @Hash", new { Hash = hash.ToArray() }).ConfigureAwait(false))?.ToKey(),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ApiKey>> ListKeysAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<ApiKey>>(
        static async session => [.. (await session.QueryAsync<ApiKeyRow>($"{Keys} ORDER BY id").ConfigureAwait(false)).Select(static row => row.ToKey())],
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> RevokeKeyAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        Ids.MayExist(id) && await database.WriteAsync(
            Durability.Machine,
            async session => await session.ExecuteAsync(
                "UPDATE api_keys SET revoked_at = COALESCE(revoked_at, @Now) WHERE id = @Id", new { Id = id, Now = Ticks.Of(now) }).ConfigureAwait(false) == 1,
            cancellationToken).ConfigureAwait(false);
}
