using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Paddock.Core.Executions;
using Paddock.Core.Health;
using Paddock.Core.Runtimes;
using Paddock.Sandbox.Builds;
using Paddock.Sandbox.Cgroups;
using Paddock.Sandbox.Health;

namespace Paddock.Sandbox;

/// <summary>Registers the sandbox.</summary>
public static class SandboxServiceCollectionExtensions
{
    /// <summary>Adds the <see cref="ISandbox"/>, the <see cref="IExaminer"/> and the hosted service that starts and stops it.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="sandbox">The section <see cref="SandboxOptions.SectionName"/>. An unknown key in it is an error.</param>
    /// <param name="dataDirectory">Where the packages of revisions are kept, in a folder of their own; asked when first needed.</param>
    public static IServiceCollection AddPaddockSandbox(this IServiceCollection services, IConfigurationSection sandbox, Func<IServiceProvider, string> dataDirectory)
    {
        services.AddOptions<SandboxOptions>().Bind(sandbox, static binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SandboxOptions>, SandboxOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<ICgroupFiles, CgroupFiles>();
        services.TryAddSingleton<IExaminer, SandboxExaminer>();
        services.TryAddSingleton(provider => new PackageStore(Path.GetFullPath(Path.Combine(dataDirectory(provider), "packages"))));
        services.TryAddSingleton<IPackageBuilder, PackageBuilder>();
        services.TryAddSingleton<CellSandbox>();
        services.TryAddSingleton<IOneShotCells>(static provider => provider.GetRequiredService<CellSandbox>());
        services.TryAddSingleton<IRevisionTemplates>(static provider => provider.GetRequiredService<CellSandbox>());
        services.TryAddSingleton<ISandbox>(static provider => provider.GetRequiredService<CellSandbox>());
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<CellSandbox>());
        return services;
    }
}
