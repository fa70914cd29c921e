using System.Data.Common;
using Dapper;

namespace Paddock.Storage.Engines;

/// <summary>A connection for the time of one piece of work, with the transaction that it stands in.</summary>
/// <param name="Connection">Used by this work alone.</param>
/// <param name="Transaction">Null where each statement stands for itself.</param>
/// <param name="CancellationToken">Ends the work.</param>
internal sealed record Session(DbConnection Connection, DbTransaction? Transaction, CancellationToken CancellationToken)
{
    /// <summary>How long a statement may take, in seconds; 0: as long as it does, null: the connection's default.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) => Connection.ExecuteAsync(Command(sql, parameters));

    /// <summary>All rows.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters = null) => (await Connection.QueryAsync<T>(Command(sql, parameters)).ConfigureAwait(false)).AsList();

    /// <summary>The first row; the default of its type when there is none.</summary>
    public Task<T?> FirstAsync<T>(string sql, object? parameters = null) => Connection.QueryFirstOrDefaultAsync<T?>(Command(sql, parameters));

    private CommandDefinition Command(string sql, object? parameters) => new(sql, parameters, Transaction, TimeoutSeconds, cancellationToken: CancellationToken);
}
