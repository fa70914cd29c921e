namespace Paddock.Storage.Tests.Fixtures;

internal sealed class SqliteFixture : IEngineFixture
{
    private readonly TestFolder _folder = new();

    public string FilePath => _folder.File("paddock.db");

    public TestStores Open() => TestStores.OnSqlite(FilePath);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
