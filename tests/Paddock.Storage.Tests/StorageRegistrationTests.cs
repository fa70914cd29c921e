using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Paddock.Core.Projects;
using Paddock.Core.Records;
using Paddock.Core.Runtimes;
using Paddock.Core.Secrets;
using Paddock.Core.Tools;
using Paddock.Storage.Engines;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests;

public sealed class StorageRegistrationTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Add_WithoutSettings_StoresInTheDataDirectory()
    {
        await using ServiceProvider services = Build([]);
        await ((IHostedLifecycleService)services.GetServices<IHostedService>().Single()).StartingAsync(Cancellation);
        File.Exists(_folder.File("paddock.db")).ShouldBeTrue();
        File.Exists(_folder.File("master.key")).ShouldBeTrue();
        (await services.GetRequiredService<IProjectStore>().ListAsync(Cancellation)).Count.ShouldBe(1);
        services.GetRequiredService<IToolStore>().ShouldNotBeNull();
        services.GetRequiredService<IRuntimeStore>().ShouldNotBeNull();
        services.GetRequiredService<ISecretStore>().ShouldNotBeNull();
        services.GetRequiredService<IExecutionStore>().ShouldNotBeNull();
        services.GetRequiredService<IMasterKeyRotation>().ShouldNotBeNull();
        services.GetRequiredService<ISecretSeal>().ShouldBeSameAs(services.GetRequiredService<ISecretSeal>());
    }

    [Fact]
    public async Task Add_WithAMasterKeyInTheEnvironment_MakesNoKeyFile()
    {
        await using ServiceProvider services = Build(new() { ["PADDOCK_MASTER_KEY"] = Convert.ToHexString(new byte[32]) });
        await ((IHostedLifecycleService)services.GetServices<IHostedService>().Single()).StartingAsync(Cancellation);
        File.Exists(_folder.File("master.key")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Storage:ConnectionString")]
    [InlineData("Paddock:Storage:ConnectionString")]
    public void Add_WithAConnectionString_StoresInPostgres(string key)
    {
        using ServiceProvider services = Build(new() { [key] = "Host=h;Database=d;Username=u;Password=hunter2" });
        Database database = services.GetRequiredService<Database>();
        database.Engine.ShouldBe(Engine.Postgres);
        database.Place.ShouldBe("the PostgreSQL database d at h:5432");
        services.GetRequiredService<IOptions<StorageOptions>>().Value.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public void Add_EmptyConnectionString_StoresInTheDataDirectory()
    {
        using ServiceProvider services = Build(new() { ["Storage:ConnectionString"] = "" });
        services.GetRequiredService<Database>().Engine.ShouldBe(Engine.Sqlite);
    }

    [Theory]
    [InlineData("Storage:Conection", "Conection")]
    [InlineData("Paddock:Storage:Path", "Path")]
    public void Add_UnknownKey_IsRefusedByName(string key, string name)
    {
        using ServiceProvider services = Build(new() { [key] = "x" });
        Should.Throw<InvalidOperationException>(() => services.GetRequiredService<IOptions<StorageOptions>>().Value).Message.ShouldContain(name);
    }

    [Theory]
    [InlineData("postgres://user:hunter2@host/db", "is a URL")]
    [InlineData("Data Source=hunter2.db", "is not a connection string")]
    [InlineData("Host=h;Password=ab;hunter2=x", "is not a connection string")]
    [InlineData("Host=h;Port=hunter2", "is not a connection string")]
    [InlineData("hunter2", "is not a connection string")]
    [InlineData("Database=d;Password=hunter2", "names no Host")]
    public void Validate_WrongConnectionString_SaysTheRuleAndNotTheValue(string text, string rule)
    {
        ValidateOptionsResult result = new StorageOptionsValidator().Validate(null, new StorageOptions { ConnectionString = text });
        string failure = result.Failures.ShouldHaveSingleItem();
        failure.ShouldStartWith($"Storage:ConnectionString {rule}");
        failure.ShouldContain("set Storage__ConnectionString to");
        failure.ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Host=h")]
    [InlineData("Host=/run/postgresql;Password=\"a;b=c\"")]
    [InlineData("Server=a,b;Database=d;User Id=u")]
    public void Validate_RightConnectionString_Succeeds(string? text) =>
        new StorageOptionsValidator().Validate(null, new StorageOptions { ConnectionString = text }).Succeeded.ShouldBeTrue();

    private ServiceProvider Build(Dictionary<string, string?> settings) => new ServiceCollection()
        .AddLogging()
        .AddPaddockStorage(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), _ => _folder.Path)
        .BuildServiceProvider();
}
