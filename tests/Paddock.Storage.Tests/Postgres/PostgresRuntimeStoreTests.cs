using Paddock.Storage.Tests.Contract;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Postgres;

public sealed class PostgresRuntimeStoreTests(PostgresServer server) : RuntimeStoreContract
{
    private protected override Task<IEngineFixture> CreateEngineAsync() => PostgresFixture.CreateAsync(server);
}
