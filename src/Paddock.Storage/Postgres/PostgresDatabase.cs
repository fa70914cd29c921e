using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using Paddock.Core;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Postgres;

/// <summary>A PostgreSQL database. When its server goes away calls fail until it is back; connections that broke are not met a second time.</summary>
internal sealed class PostgresDatabase(PostgresAddress address, TimeProvider time, ILogger<PostgresDatabase> logger) : Database(time, logger)
{
    /// <summary>Any number that no other program is likely to take, the same in all versions: who holds this lock migrates.</summary>
    private const long MigrationLock = 0x5061_6464_6F63_6B01;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(address.ConnectionString);

    /// <inheritdoc/>
    public override Engine Engine => Engine.Postgres;

    /// <inheritdoc/>
    public override string Place => address.Place;

    /// <inheritdoc/>
    protected override void Close() => _source.Dispose();

    /// <inheritdoc/>
    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            // Names of projects and keys are text, in any script.
            string? encoding = await new Session(connection, null, cancellationToken).FirstAsync<string>("SHOW server_encoding").ConfigureAwait(false);
            if (encoding != "UTF8")
            {
                throw new StartupException($"{Place} stores text as {encoding}, which has no place for all characters; make a database with UTF8: createdb -E UTF8 -T template0 NAME");
            }
        }
    }

    /// <inheritdoc/>
    protected override Task LockForMigrationAsync(Session session) => session.ExecuteAsync("SELECT pg_advisory_xact_lock(@Lock)", new { Lock = MigrationLock });

    /// <inheritdoc/>
    protected override async ValueTask<T> ReadCoreAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadOnceAsync(read, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException error) when (PostgresErrors.IsBroken(error))
        {
            // The connection was of before a restart, perhaps, and so are the others that wait.
            _source.Clear();
            return await ReadOnceAsync(read, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<T> WriteCoreAsync<T>(Durability durability, Func<Session, Task<T>> write, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await OpenForWriteAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            // Whatever the default there: conditional updates count on seeing what others have committed meanwhile.
            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                T result = await write(new Session(connection, transaction, cancellationToken)).ConfigureAwait(false);

                // Not to be cancelled: nobody would know whether it is stored.
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return result;
            }
        }
    }

    /// <inheritdoc/>
    protected override StartupException ExplainStart(Exception error) => PostgresErrors.ExplainStart(address, error);

    /// <inheritdoc/>
    protected override StorageException Explain(Exception error) => PostgresErrors.Explain(Place, error);

    private async Task<T> ReadOnceAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await read(new Session(connection, null, cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <summary>A connection that is known to live: a write that was sent cannot be tried again, because it may have been done.</summary>
    private async Task<NpgsqlConnection> OpenForWriteAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await new Session(connection, null, cancellationToken).ExecuteAsync("SELECT 1").ConfigureAwait(false);
            return connection;
        }
        catch (NpgsqlException error) when (PostgresErrors.IsBroken(error))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            _source.Clear();
            return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
