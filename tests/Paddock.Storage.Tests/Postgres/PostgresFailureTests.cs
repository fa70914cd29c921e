using System.Diagnostics;
using Paddock.Core;
using Paddock.Core.Projects;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Postgres;

/// <summary>What is said when PostgreSQL cannot be used, and what works again once it can.</summary>
public sealed class PostgresFailureTests(PostgresServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Address => $"127.0.0.1:{server.Port}";

    [Fact]
    public async Task Open_RightPassword_Works()
    {
        string database = await server.CreateDatabaseAsync();
        await using TestStores stores = TestStores.OnPostgres(server.RemoteConnectionString(database));
        (await stores.Projects.ListAsync(Cancellation)).Count.ShouldBe(1);
        stores.Database.Place.ShouldBe($"the PostgreSQL database {database} at {Address}");
    }

    [Fact]
    public async Task Open_WrongPassword_IsRefusedWithoutShowingIt()
    {
        StartupException error = await RefusalAsync(server.RemoteConnectionString("postgres", password: "hunter2hunter2"));
        error.Message.ShouldBe($"the PostgreSQL database postgres at {Address} refuses the password of the user paddock; correct Password in Storage__ConnectionString");
        error.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Open_NoSuchDatabase_SaysHowToMakeIt() =>
        (await RefusalAsync(server.RemoteConnectionString("nowhere"))).Message.ShouldStartWith($"there is no database nowhere at {Address}; make it (createdb -O paddock nowhere)");

    [Fact]
    public async Task Open_NobodyListens_SaysWhere() =>
        (await RefusalAsync("Host=127.0.0.1;Port=1;Database=a;Username=b;Password=hunter2")).Message
            .ShouldBe("cannot reach the PostgreSQL database a at 127.0.0.1:1: Connection refused; start it, or correct Host and Port in Storage__ConnectionString");

    [Fact]
    public async Task Open_NoSuchHost_SaysWhere() =>
        (await RefusalAsync("Host=nowhere.invalid;Database=a;Username=b")).Message.ShouldStartWith("cannot reach the PostgreSQL database a at nowhere.invalid:5432: ");

    [Fact]
    public async Task Open_NoSocket_SaysWhere() =>
        (await RefusalAsync("Host=/nowhere;Database=a;Username=b")).Message.ShouldStartWith("cannot reach the PostgreSQL database a at /nowhere: ");

    [Fact]
    public async Task Open_NotUtf8_IsRefused()
    {
        string database = await server.CreateDatabaseAsync("ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
        (await RefusalAsync(server.ConnectionString(database))).Message.ShouldContain($"{database} at {server.Folder} stores text as SQL_ASCII");
    }

    [Fact]
    public async Task Open_WithoutTheRightToMakeTables_SaysHowToGiveIt()
    {
        string database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync(database, "CREATE ROLE guest LOGIN PASSWORD 'guest'");
        (await RefusalAsync(server.RemoteConnectionString(database, "guest", "guest"))).Message
            .ShouldBe($"the user guest may not make tables in the PostgreSQL database {database} at {Address}; make it the owner: ALTER DATABASE {database} OWNER TO guest");
    }

    [Fact]
    public async Task Open_ReadOnly_IsRefused()
    {
        string database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync(database, $"ALTER DATABASE {database} SET default_transaction_read_only = on");
        (await RefusalAsync(server.ConnectionString(database))).Message.ShouldContain("is read-only, a standby perhaps");
    }

    [Fact]
    public async Task Open_NoSuchSchema_SaysSo() =>
        (await RefusalAsync($"{server.ConnectionString("postgres")};Search Path=nowhere")).Message.ShouldContain("Search Path");

    [Fact]
    public async Task AnyCall_WhileTheServerIsAway_IsTransientAndWorksWhenItIsBack()
    {
        await using PostgresServer own = new();
        await own.InitializeAsync();
        await using TestStores stores = TestStores.OnPostgres(own.ConnectionString("postgres"));
        await stores.Projects.GetOrAddAsync("before", Some.Time, Cancellation);

        // Several connections that will be broken.
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => stores.Projects.ListAsync(Cancellation).AsTask()));
        await own.StopAsync();
        Stopwatch waited = Stopwatch.StartNew();
        (await Should.ThrowAsync<StorageException>(async () => await stores.Projects.ListAsync(Cancellation))).IsTransient.ShouldBeTrue();
        (await Should.ThrowAsync<StorageException>(async () => await stores.Projects.GetOrAddAsync("x", Some.Time, Cancellation))).IsTransient.ShouldBeTrue();
        (await Should.ThrowAsync<StorageException>(async () => await stores.Executions.AddAsync([Some.Record(Project.DefaultId)], Cancellation))).IsTransient.ShouldBeTrue();
        waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));

        await own.StartAsync();
        (await stores.Projects.GetOrAddAsync("after", Some.Time, Cancellation)).Name.ShouldBe("after");
        (await stores.Projects.ListAsync(Cancellation)).Select(static project => project.Name).Order().ShouldBe(["after", "before", "default"]);
    }

    [Fact]
    public async Task AnyCall_AfterARestartThatNobodyNoticed_WorksAtOnce()
    {
        await using PostgresServer own = new();
        await own.InitializeAsync();
        await using TestStores stores = TestStores.OnPostgres(own.ConnectionString("postgres"));
        foreach (bool read in (bool[])[true, false])
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => stores.Projects.ListAsync(Cancellation).AsTask()));
            await own.StopAsync();
            await own.StartAsync();
            if (read)
            {
                (await stores.Projects.ListAsync(Cancellation)).Count.ShouldBe(1);
            }
            else
            {
                (await stores.Projects.GetOrAddAsync("x", Some.Time, Cancellation)).Name.ShouldBe("x");
            }
        }
    }

    [Fact]
    public async Task Open_WhileTheServerIsAway_IsTriedAgain()
    {
        await using PostgresServer own = new();
        await own.InitializeAsync();
        await own.StopAsync();
        await using TestStores stores = TestStores.OnPostgres(own.ConnectionString("postgres"));
        await Should.ThrowAsync<StartupException>(async () => await stores.Projects.ListAsync(Cancellation));
        await own.StartAsync();
        (await stores.Projects.ListAsync(Cancellation)).Count.ShouldBe(1);
    }

    private static async Task<StartupException> RefusalAsync(string connectionString)
    {
        await using TestStores stores = TestStores.OnPostgres(connectionString);
        return await Should.ThrowAsync<StartupException>(async () => await stores.Database.OpenAsync(Cancellation));
    }
}
