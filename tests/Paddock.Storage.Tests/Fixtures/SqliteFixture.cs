using Dapper;
using Microsoft.Data.Sqlite;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Tests.Fixtures;

internal sealed class SqliteFixture : IEngineFixture
{
    private readonly TestFolder _folder = new();

    public Engine Engine => Engine.Sqlite;

    public string FilePath => _folder.File("paddock.db");

    public TestStores Open() => TestStores.OnSqlite(FilePath);

    public async Task ExecuteAsync(string sql)
    {
        await using SqliteConnection connection = new($"Data Source={FilePath};Pooling=False");
        await connection.ExecuteAsync(sql);
    }

    public async Task<IReadOnlyList<string>> QueryAsync(string sql)
    {
        await using SqliteConnection connection = new($"Data Source={FilePath};Pooling=False");
        return [.. await connection.QueryAsync<string>(sql)];
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
