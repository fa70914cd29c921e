using System.Net.Sockets;
using Npgsql;
using Paddock.Core;

namespace Paddock.Storage.Postgres;

/// <summary>What PostgreSQL's errors mean to the operator (https://www.postgresql.org/docs/current/errcodes-appendix.html).</summary>
internal static class PostgresErrors
{
    private const string Setting = $"{StorageOptions.SectionName}__{nameof(StorageOptions.ConnectionString)}";

    // The server ends, or has ended, the connection.
    private static readonly string[] _ended = [PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown, PostgresErrorCodes.CannotConnectNow];

    /// <summary>Whether the connection is gone, and perhaps others of the same server.</summary>
    public static bool IsBroken(NpgsqlException error) =>
        error is PostgresException postgres ? _ended.Contains(postgres.SqlState) : error.InnerException is IOException or SocketException or EndOfStreamException;

    public static StartupException ExplainStart(PostgresAddress address, Exception error) => new((error as PostgresException)?.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword => $"{address.Place} refuses the password of the user {address.User}; correct Password in {Setting}",
        PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"{address.Place} does not let the user {address.User} in; correct Username in {Setting}, or allow it there (createuser, pg_hba.conf)",
        PostgresErrorCodes.InvalidCatalogName => $"there is no database {address.Database} at {address.Server}; make it (createdb -O {address.User} {address.Database}), or correct Database in {Setting}",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"the user {address.User} may not make tables in {address.Place}; make it the owner: ALTER DATABASE {address.Database} OWNER TO {address.User}",
        PostgresErrorCodes.InvalidSchemaName => $"{address.Place} has no schema to make tables in; make the one that Search Path in {Setting} names",
        PostgresErrorCodes.ReadOnlySqlTransaction => $"{address.Place} is read-only, a standby perhaps; connect to the primary: correct Host in {Setting}",
        PostgresErrorCodes.TooManyConnections => $"{address.Place} has no connection left; raise max_connections there, or lower Maximum Pool Size in {Setting}",
        PostgresErrorCodes.DiskFull => $"the disk of {address.Place} is full; free some of it",
        { } => $"{address.Place} cannot be used: {((PostgresException)error).MessageText}",
        null => $"cannot reach {address.Place}: {Innermost(error).TrimEnd('.')}; start it, or correct Host and Port in {Setting}",
    }, error);

    public static StorageException Explain(string place, Exception error) => error is PostgresException postgres
        ? new StorageException($"{place}: {postgres.MessageText} ({postgres.SqlState})", IsTransient(postgres), error)
        : new StorageException($"cannot reach {place}: {Innermost(error)}", isTransient: true, error);

    // What is wrong with a statement or a row stays wrong; all else (connections, resources, an operator's doing) may pass.
    private static bool IsTransient(PostgresException error) => error.SqlState[..2] is not ("22" or "23" or "42" or "XX");

    private static string Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
        {
            error = inner;
        }

        return error.Message;
    }
}
