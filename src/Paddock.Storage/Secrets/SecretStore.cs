using Paddock.Core;
using Paddock.Core.Paging;
using Paddock.Core.Secrets;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Secrets;

/// <summary>Sealed secrets. What it says in SQL means the same to both engines.</summary>
internal sealed class SecretStore(Database database, TimeProvider time) : ISecretStore
{
    /// <summary>Secrets that are held at once while all are sealed anew.</summary>
    private const int ResealStep = 200;

    private const string Secrets =
        "SELECT project_id AS ProjectId, id AS Id, name AS Name, master_key_id AS MasterKeyId, sealed AS Sealed, created_at AS CreatedAt FROM secrets";

    /// <inheritdoc/>
    public async ValueTask AddAsync(string projectId, SealedSecret secret, CancellationToken cancellationToken) => await database.WriteAsync(
        Durability.Machine,
        async session =>
        {
            await RefuseRetiredKeyAsync(session, secret).ConfigureAwait(false);
            return await session.ExecuteAsync(
                """
                INSERT INTO secrets (project_id, id, name, master_key_id, sealed, created_at)
                VALUES (@ProjectId, @Id, @Name, @MasterKeyId, @Sealed, @CreatedAt)
                """,
                SecretRow.Of(projectId, secret)).ConfigureAwait(false);
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<SealedSecret?> FindAsync(string projectId, string id, CancellationToken cancellationToken) =>
        Ids.MayExist(id)
            ? await database.ReadAsync(
                async session => (await session.FirstAsync<SecretRow>(
                    $"{Secrets} WHERE project_id = @ProjectId AND id = @Id", new { ProjectId = projectId, Id = id }).ConfigureAwait(false))?.ToSecret(),
                cancellationToken).ConfigureAwait(false)
            : null;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SealedSecret>> ListAsync(string projectId, Page page, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<SealedSecret>>(
        async session => [.. (await session.QueryAsync<SecretRow>(
            $"{Secrets} WHERE project_id = @ProjectId AND id < @Before ORDER BY id DESC LIMIT @Limit",
            new { ProjectId = projectId, Before = Ids.Before(page), page.Limit }).ConfigureAwait(false)).Select(static row => row.ToSecret())],
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(string projectId, string id, CancellationToken cancellationToken) =>
        Ids.MayExist(id) && await database.WriteAsync(
            Durability.Machine,
            async session => await session.ExecuteAsync(
                "DELETE FROM secrets WHERE project_id = @ProjectId AND id = @Id", new { ProjectId = projectId, Id = id }).ConfigureAwait(false) == 1,
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<int> ResealAsync(string masterKeyId, Func<string, SealedSecret, SealedSecret> reseal, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Machine,
        async session =>
        {
            // First, so that whoever adds a secret under one of these either is done or gets to see that it is retired.
            await session.ExecuteAsync(
                "UPDATE master_keys SET retired_at = @Now WHERE id <> @Id AND retired_at IS NULL",
                new { Id = masterKeyId, Now = Ticks.Of(time.GetUtcNow()) }).ConfigureAwait(false);
            await session.ExecuteAsync(
                "INSERT INTO master_keys (id, created_at, retired_at) VALUES (@Id, @Now, NULL) ON CONFLICT (id) DO NOTHING",
                new { Id = masterKeyId, Now = Ticks.Of(time.GetUtcNow()) }).ConfigureAwait(false);
            return await ResealAllAsync(session, reseal).ConfigureAwait(false);
        },
        cancellationToken);

    private static async Task<int> ResealAllAsync(Session session, Func<string, SealedSecret, SealedSecret> reseal)
    {
        int count = 0;
        string lastProjectId = "";
        string lastId = "";
        List<SecretRow> rows;
        do
        {
            rows = await session.QueryAsync<SecretRow>(
                $"{Secrets} WHERE (project_id, id) > (@ProjectId, @Id) ORDER BY project_id, id LIMIT @Step",
                new { ProjectId = lastProjectId, Id = lastId, Step = ResealStep }).ConfigureAwait(false);
            foreach (SecretRow row in rows)
            {
                (lastProjectId, lastId) = (row.ProjectId, row.Id);
                await session.ExecuteAsync(
                    "UPDATE secrets SET master_key_id = @MasterKeyId, sealed = @Sealed WHERE project_id = @ProjectId AND id = @Id",
                    SecretRow.Of(row.ProjectId, reseal(row.ProjectId, row.ToSecret()))).ConfigureAwait(false);
            }

            count += rows.Count;
        }
        while (rows.Count == ResealStep);
        return count;
    }

    /// <summary>Sealed just before a rotation and stored after it, a secret would be lost with the retired key. The update takes the lock that the rotation wants.</summary>
    private static async Task RefuseRetiredKeyAsync(Session session, SealedSecret secret)
    {
        bool isCurrent = await session.ExecuteAsync(
            "UPDATE master_keys SET created_at = created_at WHERE id = @MasterKeyId AND retired_at IS NULL", new { secret.MasterKeyId }).ConfigureAwait(false) == 1;
        if (!isCurrent && await session.FirstAsync<long>("SELECT COUNT(*) FROM master_keys WHERE id = @MasterKeyId", new { secret.MasterKeyId }).ConfigureAwait(false) > 0)
        {
            throw new StorageException(
                $"a secret was sealed under the master key {secret.MasterKeyId}, which a rotation has retired: give this server the new one", isTransient: true, innerException: null);
        }
    }
}
