using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paddock.Core.Executions;
using Paddock.Core.Grants;
using Paddock.Core.Schemas;

namespace Paddock.Core;

/// <summary>Registers the core.</summary>
public static class CoreServiceCollectionExtensions
{
    /// <summary>Adds the use cases and their options. The <see cref="ISandbox"/> and the egress door have to be added by somebody else.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="executions">The section <see cref="ExecutionsOptions.SectionName"/>. An unknown key in it is an error.</param>
    /// <param name="schemas">The section <see cref="SchemasOptions.SectionName"/>. An unknown key in it is an error.</param>
    public static IServiceCollection AddPaddockCore(this IServiceCollection services, IConfigurationSection executions, IConfigurationSection schemas)
    {
        services.AddOptions<SchemasOptions>().Bind(schemas, static binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SchemasOptions>, SchemasOptionsValidator>());
        services.TryAddSingleton(static provider => new SchemaCompiler(
            provider.GetRequiredService<IOptions<SchemasOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddOptions<ExecutionsOptions>().Bind(executions, static binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ExecutionsOptions>, ExecutionsOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ExecutionRunner>();
        services.TryAddSingleton(static provider => new FunctionExecutor(
            provider.GetRequiredService<ExecutionRunner>(),
            provider.GetRequiredService<IOptions<ExecutionsOptions>>(),
            provider.GetRequiredService<ILogger<FunctionExecutor>>()));
        services.TryAddSingleton(static provider => new ScriptExecutor(
            provider.GetRequiredService<ExecutionRunner>(),
            provider.GetRequiredService<IOptions<ExecutionsOptions>>(),
            provider.GetRequiredService<ILogger<ScriptExecutor>>()));
        return services;
    }
}
