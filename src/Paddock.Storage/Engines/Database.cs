using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Paddock.Core;
using Paddock.Core.Projects;
using Paddock.Storage.Migrations;

namespace Paddock.Storage.Engines;

/// <summary>
/// A database of one engine. It is opened, and brought up to date, by the first who needs it; when that fails the next one tries again. Whatever goes wrong in it
/// afterwards leaves as a <see cref="StorageException"/>.
/// </summary>
internal abstract class Database(TimeProvider time, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile bool _isOpen;

    /// <summary>Which of the SQL texts are for it.</summary>
    public abstract Engine Engine { get; }

    /// <summary>Where it is, as an operator would say it; no password.</summary>
    public abstract string Place { get; }

    /// <summary>Opens it and applies the migrations that it lacks.</summary>
    /// <exception cref="StartupException">It cannot be used; the message says why and what to do.</exception>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
        {
            return;
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isOpen)
            {
                await PrepareAsync(cancellationToken).ConfigureAwait(false);
                await MigrateAsync(cancellationToken).ConfigureAwait(false);
                _isOpen = true;
            }
        }
        catch (Exception error) when (IsOfTheDatabase(error))
        {
            throw ExplainStart(error);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Reads. Each statement sees a state of its own.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public async ValueTask<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ReadCoreAsync(read, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (IsOfTheDatabase(error))
        {
            throw Explain(error);
        }
    }

    /// <summary>Writes in one transaction: all of it is stored when this returns, and nothing when it throws.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public async ValueTask<T> WriteAsync<T>(Durability durability, Func<Session, Task<T>> write, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await WriteCoreAsync(durability, write, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (IsOfTheDatabase(error))
        {
            throw Explain(error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _opening.Dispose();
    }

    /// <summary>Ends all connections.</summary>
    protected abstract void Close();

    /// <summary>Does what has to be done before the first transaction.</summary>
    protected abstract Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Lets nobody else migrate until the transaction ends.</summary>
    protected abstract Task LockForMigrationAsync(Session session);

    /// <summary>Does <see cref="ReadAsync"/> on an open database.</summary>
    protected abstract ValueTask<T> ReadCoreAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>Does <see cref="WriteAsync"/> on an open database.</summary>
    protected abstract ValueTask<T> WriteCoreAsync<T>(Durability durability, Func<Session, Task<T>> write, CancellationToken cancellationToken);

    /// <summary>Says what an error at start means.</summary>
    protected abstract StartupException ExplainStart(Exception error);

    /// <summary>Says what an error means.</summary>
    protected abstract StorageException Explain(Exception error);

    // The drivers wrap most of what happens on the way to the database, but not all.
    private static bool IsOfTheDatabase(Exception error) => error is DbException or SocketException or IOException or TimeoutException;

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        Migrator migrator = new(Engine, Place, time);
        (long from, long to) = await WriteCoreAsync(
            Durability.Machine,
            async session =>
            {
                // A long table takes its time, and so does another server that is at it.
                Session patient = session with { TimeoutSeconds = 0 };
                await LockForMigrationAsync(patient).ConfigureAwait(false);
                (long, long) versions = await migrator.RunAsync(patient).ConfigureAwait(false);
                await AddDefaultProjectAsync(session).ConfigureAwait(false);
                return versions;
            },
            cancellationToken).ConfigureAwait(false);
        if (from > 0 && from < to)
        {
            Log.Migrated(logger, Place, from, to);
        }
    }

    private Task<int> AddDefaultProjectAsync(Session session) => session.ExecuteAsync(
        "INSERT INTO projects (id, name, created_at) VALUES (@Id, @Name, @Now) ON CONFLICT DO NOTHING",
        new { Id = Project.DefaultId, Name = Project.DefaultName, Now = Ticks.Of(time.GetUtcNow()) });
}
