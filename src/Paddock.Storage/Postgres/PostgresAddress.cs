using System.Globalization;
using Npgsql;

namespace Paddock.Storage.Postgres;

/// <summary>Where the database is, from the operator's connection string, with defaults for a server that must not hang because its database does.</summary>
internal sealed class PostgresAddress
{
    private const int ConnectSeconds = 5;
    private const int CommandSeconds = 10;

    private static readonly NpgsqlConnectionStringBuilder _defaults = [];

    /// <summary>Reads a connection string that has been checked.</summary>
    public PostgresAddress(string connectionString)
    {
        NpgsqlConnectionStringBuilder builder = new(connectionString)
        {
            // Errors would quote rows that they are about.
            IncludeErrorDetail = false,
        };
        builder.ApplicationName ??= "paddock";
        builder.Timeout = builder.Timeout == _defaults.Timeout ? ConnectSeconds : builder.Timeout;
        builder.CommandTimeout = builder.CommandTimeout == _defaults.CommandTimeout ? CommandSeconds : builder.CommandTimeout;
        ConnectionString = builder.ConnectionString;
        User = builder.Username ?? Environment.UserName;
        Database = builder.Database ?? User;
        Server = builder.Host!.StartsWith('/') || builder.Host.Contains(',', StringComparison.Ordinal)
            ? builder.Host
            : string.Create(CultureInfo.InvariantCulture, $"{builder.Host}:{builder.Port}");
    }

    /// <summary>With the password in it.</summary>
    public string ConnectionString { get; }

    /// <summary>Host and port, or the folder of the socket.</summary>
    public string Server { get; }

    /// <summary>The name of the database.</summary>
    public string Database { get; }

    /// <summary>The name of the user.</summary>
    public string User { get; }

    /// <summary>All of it in words, without the password.</summary>
    public string Place => $"the PostgreSQL database {Database} at {Server}";

    /// <inheritdoc/>
    public override string ToString() => Place;
}
