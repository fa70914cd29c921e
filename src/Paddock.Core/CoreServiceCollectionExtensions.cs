using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paddock.Core.Executions;
using Paddock.Core.Grants;
using Paddock.Core.Records;
using Paddock.Core.Runtimes;
using Paddock.Core.Schemas;
using Paddock.Core.Secrets;
using Paddock.Core.Tools;

namespace Paddock.Core;

/// <summary>Registers the core.</summary>
public static class CoreServiceCollectionExtensions
{
    /// <summary>Adds the use cases and their options. The <see cref="ISandbox"/>, the egress door and the stores have to be added by somebody else.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">
    /// All of it, of which the sections <see cref="ExecutionsOptions.SectionName"/>, <see cref="SchemasOptions.SectionName"/>, <see cref="RecordsOptions.SectionName"/>
    /// and <see cref="RuntimesOptions.SectionName"/> are read. An unknown key in them is an error.
    /// </param>
    public static IServiceCollection AddPaddockCore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SchemasOptions>()
            .Bind(configuration.GetSection(SchemasOptions.SectionName), static binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SchemasOptions>, SchemasOptionsValidator>());
        services.TryAddSingleton(static provider => new SchemaCompiler(
            provider.GetRequiredService<IOptions<SchemasOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddOptions<RecordsOptions>()
            .Bind(configuration.GetSection(RecordsOptions.SectionName), static binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RecordsOptions>, RecordsOptionsValidator>());
        services.AddOptions<RuntimesOptions>()
            .Bind(RuntimesConfiguration.Read(configuration), static binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RuntimesOptions>, RuntimesOptionsValidator>());
        services.AddOptions<ExecutionsOptions>()
            .Bind(configuration.GetSection(ExecutionsOptions.SectionName), static binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ExecutionsOptions>, ExecutionsOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SecretOpener>();
        services.TryAddSingleton<SecretKeeper>();
        services.TryAddSingleton<RevisionCatalog>();
        services.TryAddSingleton<ToolSchemas>();
        services.TryAddSingleton<ToolKeeper>();
        services.TryAddSingleton<ToolExecutor>();
        services.TryAddSingleton<RecordRetention>();
        services.TryAddSingleton<ExecutionRecorder>();
        services.TryAddSingleton<ExecutionHistory>();
        services.AddHostedService(static provider => provider.GetRequiredService<RecordRetention>());
        services.AddHostedService(static provider => provider.GetRequiredService<ExecutionRecorder>());
        services.TryAddSingleton<ExecutionRunner>();
        services.TryAddSingleton(static provider => new FunctionExecutor(
            provider.GetRequiredService<RevisionCatalog>(),
            provider.GetRequiredService<ExecutionRunner>(),
            provider.GetRequiredService<IOptions<ExecutionsOptions>>(),
            provider.GetRequiredService<ILogger<FunctionExecutor>>()));
        services.TryAddSingleton(static provider => new ScriptExecutor(
            provider.GetRequiredService<RevisionCatalog>(),
            provider.GetRequiredService<ExecutionRunner>(),
            provider.GetRequiredService<IOptions<ExecutionsOptions>>(),
            provider.GetRequiredService<ILogger<ScriptExecutor>>()));
        return services;
    }

    /// <summary>
    /// Adds what builds the revisions of runtimes, a hosted service: to be called once the stores and the sandbox are added, since what is added last starts last and stops
    /// first.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="processors">How many builds run at a time when the options leave that to the machine.</param>
    public static IServiceCollection AddPaddockBuilds(this IServiceCollection services, int processors)
    {
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<RuntimesOptions>>().Value.MaxConcurrentBuilds is > 0 and var builds
            ? new BuildWorkers(builds)
            : new BuildWorkers(processors));
        services.TryAddSingleton<RevisionMaker>();
        services.TryAddSingleton<BuildRun>();
        services.TryAddSingleton<BuildRecovery>();
        services.TryAddSingleton<BuildQueue>();
        services.TryAddSingleton<RuntimeKeeper>();
        services.AddHostedService(static provider => provider.GetRequiredService<BuildQueue>());
        return services;
    }
}
