using System.Data.Common;
using Paddock.Core;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Migrations;

/// <summary>Brings a database to the version that this server knows, inside the caller's transaction and under its lock.</summary>
internal sealed class Migrator(Engine engine, string place, TimeProvider time)
{
    /// <summary>Applies what is missing.</summary>
    /// <returns>The versions before, 0 when it was empty, and after.</returns>
    /// <exception cref="StartupException">The database belongs to a newer server, or to somebody else.</exception>
    public async Task<(long From, long To)> RunAsync(Session session)
    {
        await session.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS paddock_migrations (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)").ConfigureAwait(false);
        long version = await session.FirstAsync<long?>("SELECT MAX(number) FROM paddock_migrations").ConfigureAwait(false) ?? 0;
        IReadOnlyList<Migration> scripts = MigrationScripts.Of(engine);
        if (version > scripts[^1].Number)
        {
            throw new StartupException(
                $"{place} is at version {version}, made by a newer Paddock; this one knows versions up to {scripts[^1].Number}: start the newer one, or restore the backup that was made before it ran");
        }

        foreach (Migration migration in scripts.Where(script => script.Number > version))
        {
            await ApplyAsync(session, migration).ConfigureAwait(false);
        }

        return (version, scripts[^1].Number);
    }

    private async Task ApplyAsync(Session session, Migration migration)
    {
        try
        {
            await session.ExecuteAsync(migration.Sql).ConfigureAwait(false);
        }
        catch (DbException error) when (error.Message.Contains("already exists", StringComparison.Ordinal))
        {
            throw new StartupException(
                $"{place} has tables that are not Paddock's, and one of them is in the way of migration {migration.Number} ({migration.Name}): give Paddock a database of its own", error);
        }

        await session.ExecuteAsync(
            "INSERT INTO paddock_migrations (number, name, applied_at) VALUES (@Number, @Name, @Now)",
            new { migration.Number, migration.Name, Now = Ticks.Of(time.GetUtcNow()) }).ConfigureAwait(false);
    }
}
