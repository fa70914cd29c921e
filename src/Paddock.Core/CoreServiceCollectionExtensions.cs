using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Paddock.Core.Executions;

namespace Paddock.Core;

/// <summary>Registers the core.</summary>
public static class CoreServiceCollectionExtensions
{
    /// <summary>Adds the use cases and their options. An <see cref="ISandbox"/> has to be added by somebody else.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="executions">The section <see cref="ExecutionsOptions.SectionName"/>. An unknown key in it is an error.</param>
    public static IServiceCollection AddPaddockCore(this IServiceCollection services, IConfigurationSection executions)
    {
        services.AddOptions<ExecutionsOptions>().Bind(executions, static binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ExecutionsOptions>, ExecutionsOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<FunctionExecutor>();
        return services;
    }
}
