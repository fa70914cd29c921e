using Paddock.Storage.Tests.Contract;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Sqlite;

public sealed class SqliteRevisionStoreTests : RevisionStoreContract
{
    private protected override Task<IEngineFixture> CreateEngineAsync() => Task.FromResult<IEngineFixture>(new SqliteFixture());
}
