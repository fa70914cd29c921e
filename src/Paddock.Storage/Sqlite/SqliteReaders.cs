using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Paddock.Storage.Sqlite;

/// <summary>Connections that read. One is opened when all are in use; what is beyond the usual number is closed again.</summary>
internal sealed class SqliteReaders(string path, TimeSpan patience) : IDisposable
{
    /// <summary>How many stay open: reads take well under a millisecond, so that more are hardly ever at it together.</summary>
    private const int Kept = 8;

    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private volatile bool _isDisposed;

    /// <summary>A connection for one piece of work.</summary>
    public SqliteConnection Take()
    {
        if (_idle.TryTake(out SqliteConnection? idle))
        {
            return idle;
        }

        SqliteConnection connection = SqliteConnections.Open(path, patience);
        SqliteConnections.Execute(connection, "PRAGMA query_only = ON");
        return connection;
    }

    /// <summary>Takes it back.</summary>
    public void GiveBack(SqliteConnection connection)
    {
        if (_isDisposed || _idle.Count >= Kept)
        {
            connection.Dispose();
        }
        else
        {
            _idle.Add(connection);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out SqliteConnection? connection))
        {
            connection.Dispose();
        }
    }
}
