using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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

namespace Paddock.Storage;

/// <summary>Registers the stores.</summary>
public static class StorageServiceCollectionExtensions
{
    private const string DatabaseName = "paddock.db";

    /// <summary>
    /// Adds the stores and the <see cref="ISecretSeal"/>. The database is opened before any hosted service starts; a store that is used without a host opens it by itself.
    /// Either ends with a <see cref="Core.StartupException"/> when it cannot be opened.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">All of it: the section <see cref="StorageOptions.SectionName"/> may stand there, and in <c>Paddock</c>. An unknown key is an error.</param>
    /// <param name="dataDirectory">Where the database and the master key are kept, if they are in files; asked when first needed.</param>
    public static IServiceCollection AddPaddockStorage(this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, string> dataDirectory)
    {
        services.AddOptions<StorageOptions>()
            .Bind(StorageConfiguration.Read(configuration), static binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StorageHost>());
        return services.AddStores(dataDirectory).AddMasterKeys(configuration, dataDirectory);
    }

    private static IServiceCollection AddStores(this IServiceCollection services, Func<IServiceProvider, string> dataDirectory)
    {
        services.TryAddSingleton<Database>(provider => provider.GetRequiredService<IOptions<StorageOptions>>().Value.ConnectionString is { } connectionString
            ? new PostgresDatabase(
                new PostgresAddress(connectionString), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresDatabase>>())
            : new SqliteDatabase(
                PathOf(dataDirectory(provider), DatabaseName), SqliteConnections.UsualPatience, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteDatabase>>()));
        services.TryAddSingleton<IRecordEngine>(static provider => provider.GetRequiredService<Database>().Engine == Engine.Postgres
            ? new PostgresRecordEngine()
            : new SqliteRecordEngine());
        services.TryAddSingleton<IProjectStore, ProjectStore>();
        services.TryAddSingleton<IToolStore, ToolStore>();
        services.TryAddSingleton<IRuntimeStore, RuntimeStore>();
        services.TryAddSingleton<ISecretStore, SecretStore>();
        services.TryAddSingleton<IExecutionStore, ExecutionStore>();
        return services;
    }

    private static IServiceCollection AddMasterKeys(this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, string> dataDirectory)
    {
        services.TryAddSingleton<IMasterKeySource>(provider => configuration[VariableMasterKeySource.Variable] is { } key && !string.IsNullOrWhiteSpace(key)
            ? new VariableMasterKeySource(key, configuration[VariableMasterKeySource.OldVariable])
            : new MasterKeyFile(PathOf(dataDirectory(provider), MasterKeyFile.Name)));
        services.TryAddSingleton<MasterKeyChain>();
        services.TryAddSingleton<MasterKeyRegistry>();
        services.TryAddSingleton<MasterKeyStart>();
        services.TryAddSingleton<AesGcmSecretSeal>();
        services.TryAddSingleton<ISecretSeal>(static provider => provider.GetRequiredService<AesGcmSecretSeal>());
        services.TryAddSingleton<IMasterKeyRotation, MasterKeyRotation>();
        return services;
    }

    private static string PathOf(string folder, string name) => Path.GetFullPath(Path.Combine(folder, name));
}
