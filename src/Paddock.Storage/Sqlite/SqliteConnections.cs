using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Paddock.Storage.Sqlite;

/// <summary>Opens connections.</summary>
internal static class SqliteConnections
{
    /// <summary>How long SQLite waits for a lock that another process holds. Within this process nobody waits for one.</summary>
    public static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(5);

    /// <summary>A connection to a file that is there.</summary>
    public static SqliteConnection Open(string path, TimeSpan patience)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            DefaultTimeout = (int)Math.Ceiling(patience.TotalSeconds),
            ForeignKeys = true,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();

            // SQLite's own waiting is finer than that of the library around it. The log is cut back to a few of its usual lengths after a burst.
            Execute(connection, string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA busy_timeout = {(long)patience.TotalMilliseconds}; PRAGMA journal_size_limit = 16777216; PRAGMA temp_store = MEMORY"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs a statement that is ours as it stands.</summary>
    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // No text of anybody else's comes here.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
