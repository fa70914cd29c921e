using Paddock.Storage.Tests.Contract;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Sqlite;

public sealed class SqliteMasterKeyRotationTests : MasterKeyRotationContract
{
    private protected override Task<IEngineFixture> CreateEngineAsync() => Task.FromResult<IEngineFixture>(new SqliteFixture());
}
