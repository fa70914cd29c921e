using Paddock.Storage.Tests.Contract;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Postgres;

public sealed class PostgresRevisionStoreTests(PostgresServer server) : RevisionStoreContract
{
    private protected override Task<IEngineFixture> CreateEngineAsync() => PostgresFixture.CreateAsync(server);
}
