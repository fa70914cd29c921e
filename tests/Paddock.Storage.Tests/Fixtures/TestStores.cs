using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Projects;
using Paddock.Core.Records;
using Paddock.Core.Runtimes;
using Paddock.Core.Secrets;
using Paddock.Core.Tools;
using Paddock.Storage.Engines;
using Paddock.Storage.MasterKeys;
using Paddock.Storage.Postgres;
using Paddock.Storage.Projects;
using Paddock.Storage.Records;
using Paddock.Storage.Runtimes;
using Paddock.Storage.Secrets;
using Paddock.Storage.Sqlite;
using Paddock.Storage.Tools;

namespace Paddock.Storage.Tests.Fixtures;

/// <summary>All stores on one database.</summary>
internal sealed class TestStores(Database database, IRecordEngine engine) : IAsyncDisposable
{
    public Database Database => database;

    public IProjectStore Projects { get; } = new ProjectStore(database);

    public IToolStore Tools { get; } = new ToolStore(database);

    public IRuntimeStore Runtimes { get; } = new RuntimeStore(database);

    public ISecretStore Secrets { get; } = new SecretStore(database, TimeProvider.System);

    public IExecutionStore Executions { get; } = new ExecutionStore(database, engine);

    public MasterKeyRegistry Registry { get; } = new(database, TimeProvider.System);

    public static TestStores OnSqlite(string path, TimeSpan? patience = null) =>
        new(new SqliteDatabase(path, patience ?? TimeSpan.FromSeconds(30), TimeProvider.System, NullLogger<SqliteDatabase>.Instance), new SqliteRecordEngine());

    public static TestStores OnPostgres(string connectionString) =>
        new(new PostgresDatabase(new PostgresAddress(connectionString), TimeProvider.System, NullLogger<PostgresDatabase>.Instance), new PostgresRecordEngine());

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }
}
