using System.Globalization;
using Paddock.Core;
using Paddock.Core.Paging;
using Paddock.Core.Projects;
using Paddock.Core.Runtimes;
using Paddock.Core.Tools;
using Paddock.Storage.Migrations;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Contract;

/// <summary>How a database is brought up to date.</summary>
public abstract class MigrationContract : IAsyncLifetime
{
    private const string MigrationTable = "CREATE TABLE paddock_migrations (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)";

    private IEngineFixture? _engine;

    private IEngineFixture Engine => _engine!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IReadOnlyList<Migration> Scripts => MigrationScripts.Of(Engine.Engine);

    public async ValueTask InitializeAsync() => _engine = await CreateEngineAsync();

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Scripts_OfTheEngine_AreNumberedWithoutAGap() =>
        Scripts.Select(static script => script.Number).ShouldBe(Enumerable.Range(1, Scripts.Count));

    [Fact]
    public void Scripts_OfBothEngines_HaveTheSameNames() =>
        MigrationScripts.Of(Storage.Engines.Engine.Sqlite).Select(static script => script.Name)
            .ShouldBe(MigrationScripts.Of(Storage.Engines.Engine.Postgres).Select(static script => script.Name));

    [Fact]
    public async Task Open_Empty_AppliesAllAndNoneAgain()
    {
        await using (TestStores stores = Engine.Open())
        {
            await stores.Database.OpenAsync(Cancellation);
        }

        IReadOnlyList<string> applied = await Engine.QueryAsync("SELECT name FROM paddock_migrations ORDER BY number");
        applied.ShouldBe(Scripts.Select(static script => script.Name));
        IReadOnlyList<string> times = await Engine.QueryAsync("SELECT applied_at FROM paddock_migrations ORDER BY number");

        await using TestStores again = Engine.Open();
        await again.Database.OpenAsync(Cancellation);
        (await Engine.QueryAsync("SELECT applied_at FROM paddock_migrations ORDER BY number")).ShouldBe(times);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Open_OlderVersion_AppliesTheRestAndKeepsWhatIsThere(int version)
    {
        await Engine.ExecuteAsync(MigrationTable);
        foreach (Migration script in Scripts.Take(version))
        {
            await Engine.ExecuteAsync(script.Sql);
            await Engine.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO paddock_migrations VALUES ({script.Number}, '{script.Name}', 0)"));
        }

        if (version >= 1)
        {
            await Engine.ExecuteAsync("INSERT INTO projects VALUES ('01JDPROJECT000000000000000', 'old', 17)");
        }

        if (version >= 2)
        {
            await Engine.ExecuteAsync("INSERT INTO tools VALUES ('01JDPROJECT000000000000000', '01JDTOOL', '01JDREVISION')");
            await Engine.ExecuteAsync("INSERT INTO tool_revisions SELECT '01JDPROJECT000000000000000', '01JDTOOL', '01JDREVISION', hash, hash, 'python', hash, hash, NULL, 0 FROM "
                + (Engine.Engine == Storage.Engines.Engine.Sqlite ? "(SELECT X'6162' AS hash) old" : "(SELECT '\\x6162'::bytea AS hash) old"));
        }

        await using TestStores stores = Engine.Open();
        IReadOnlyList<Project> projects = await stores.Projects.ListAsync(Cancellation);
        projects.Select(static project => project.Name).ShouldBe(version >= 1 ? ["default", "old"] : ["default"]);
        IReadOnlyList<StoredTool> tools = await stores.Tools.ListAsync("01JDPROJECT000000000000000", new Page(10, null), Cancellation);
        tools.Select(static tool => tool.Code).ShouldBe(version >= 2 ? ["ab"] : []);
        await stores.Executions.AddAsync([Some.Record(Project.DefaultId)], Cancellation);
        StoredRuntime runtime = Some.Runtime();
        await stores.Runtimes.AddAsync("01JDPROJECT000000000000000", runtime, Cancellation);
        (await stores.Runtimes.FindAsync("01JDPROJECT000000000000000", runtime.Id, Cancellation)).ShouldBe(runtime);
        (await Engine.QueryAsync("SELECT MAX(number) FROM paddock_migrations")).ShouldBe([Scripts[^1].Number.ToString(CultureInfo.InvariantCulture)]);
    }

    [Fact]
    public async Task Open_ManyAtOnce_EachScriptIsAppliedOnce()
    {
        TestStores[] starts = [.. Enumerable.Range(0, 6).Select(_ => Engine.Open())];
        await Task.WhenAll(starts.Select(static stores => Task.Run(() => stores.Database.OpenAsync(Cancellation).AsTask())));
        (await Engine.QueryAsync("SELECT name FROM paddock_migrations ORDER BY number")).ShouldBe(Scripts.Select(static script => script.Name));
        foreach (TestStores stores in starts)
        {
            await stores.DisposeAsync();
        }
    }

    [Fact]
    public async Task Open_NewerVersion_IsRefusedAndLeftAsItIs()
    {
        await using (TestStores stores = Engine.Open())
        {
            await stores.Database.OpenAsync(Cancellation);
        }

        await Engine.ExecuteAsync("INSERT INTO paddock_migrations VALUES (99, 'later', 0)");
        await using TestStores older = Engine.Open();
        StartupException error = await Should.ThrowAsync<StartupException>(async () => await older.Database.OpenAsync(Cancellation));
        error.Message.ShouldContain($"{older.Database.Place} is at version 99, made by a newer Paddock; this one knows versions up to {Scripts[^1].Number}");

        // And again: what failed once is not taken for open.
        await Should.ThrowAsync<StartupException>(async () => await older.Projects.ListAsync(Cancellation));
        await Engine.ExecuteAsync("DELETE FROM paddock_migrations WHERE number = 99");
        (await older.Projects.ListAsync(Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Open_SomebodyElsesTables_IsRefusedAndLeftAsItIs()
    {
        await Engine.ExecuteAsync("CREATE TABLE secrets (a TEXT)");
        await using TestStores stores = Engine.Open();
        StartupException error = await Should.ThrowAsync<StartupException>(async () => await stores.Database.OpenAsync(Cancellation));
        error.Message.ShouldContain("give Paddock a database of its own");
        await Should.ThrowAsync<System.Data.Common.DbException>(() => Engine.QueryAsync("SELECT 1 FROM projects"));
        await Should.ThrowAsync<System.Data.Common.DbException>(() => Engine.QueryAsync("SELECT 1 FROM paddock_migrations"));
    }

    private protected abstract Task<IEngineFixture> CreateEngineAsync();
}
