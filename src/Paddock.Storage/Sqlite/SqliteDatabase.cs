using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Paddock.Core;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// The file <c>paddock.db</c>. SQLite takes one writer at a time, so there is one connection that writes and whoever wants to waits for it here, where waiting costs
/// no thread and can be cancelled; readers have connections of their own and, by the write-ahead log, wait for nobody. Other processes are waited for with patience.
/// </summary>
internal sealed class SqliteDatabase(string path, TimeSpan patience, TimeProvider time, ILogger<SqliteDatabase> logger) : Database(time, logger)
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SqliteReaders _readers = new(path, patience);
    private SqliteConnection? _writer;

    /// <inheritdoc/>
    public override Engine Engine => Engine.Sqlite;

    /// <inheritdoc/>
    public override string Place => path;

    /// <inheritdoc/>
    protected override void Close()
    {
        // The writer's transaction ends first; the last connection to close empties the log into the file.
        _writing.Wait();
        _readers.Dispose();
        DropWriter();
        _writing.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        SqliteFile.Create(path);
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Both are kept in the file. The first has an effect before there is any table; the second may have to wait for another process that does the same.
            _writer ??= SqliteConnections.Open(path, patience);
            SqliteConnections.Execute(_writer, "PRAGMA auto_vacuum = INCREMENTAL");
            SqliteConnections.Execute(_writer, "PRAGMA journal_mode = WAL");
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    protected override Task LockForMigrationAsync(Session session) => Task.CompletedTask; // A transaction that writes is the only one.

    /// <inheritdoc/>
    protected override async ValueTask<T> ReadCoreAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken)
    {
        SqliteConnection connection = _readers.Take();
        bool isDone = false;
        try
        {
            T result = await read(new Session(connection, null, cancellationToken)).ConfigureAwait(false);
            isDone = true;
            return result;
        }
        finally
        {
            if (isDone)
            {
                _readers.GiveBack(connection);
            }
            else
            {
                connection.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<T> WriteCoreAsync<T>(Durability durability, Func<Session, Task<T>> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        bool isDone = false;
        try
        {
            _writer ??= SqliteConnections.Open(path, patience);
            SqliteConnections.Execute(_writer, durability == Durability.Machine ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");

            // Not deferred: a transaction that has read cannot always become one that writes.
            using SqliteTransaction transaction = _writer.BeginTransaction(deferred: false);
            T result = await write(new Session(_writer, transaction, cancellationToken)).ConfigureAwait(false);
            transaction.Commit();
            isDone = true;
            return result;
        }
        finally
        {
            // What state a connection is in after an error is told by its kind; a new one is in none.
            if (!isDone)
            {
                DropWriter();
            }

            _writing.Release();
        }
    }

    /// <inheritdoc/>
    protected override StartupException ExplainStart(Exception error) => SqliteErrors.ExplainStart(path, error);

    /// <inheritdoc/>
    protected override StorageException Explain(Exception error) => SqliteErrors.Explain(path, error);

    private void DropWriter()
    {
        _writer?.Dispose();
        _writer = null;
    }
}
