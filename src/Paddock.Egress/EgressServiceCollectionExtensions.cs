using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paddock.Core.Grants;
using Paddock.Egress.Certificates;
using Paddock.Egress.Forwarding;
using Paddock.Egress.Grants;
using Paddock.Egress.Hosting;
using Paddock.Egress.Listening;

namespace Paddock.Egress;

/// <summary>Registers the egress door.</summary>
public static class EgressServiceCollectionExtensions
{
    /// <summary>Adds the <see cref="IEgress"/> and the hosted service behind it. Before the sandbox: what is added first starts first and stops last.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">All of it: the section <see cref="EgressOptions.SectionName"/> may stand there, and in <c>Paddock</c>. An unknown key is an error.</param>
    public static IServiceCollection AddPaddockEgress(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EgressOptions>()
            .Bind(EgressConfiguration.Read(configuration), static binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EgressOptions>, EgressOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        return services.AddForwarding().AddDoor();
    }

    private static IServiceCollection AddDoor(this IServiceCollection services)
    {
        services.TryAddSingleton<DoorAuthority>();
        services.TryAddSingleton<LeafCache>();
        services.TryAddSingleton<DoorHandshake>();
        services.TryAddSingleton<DoorListenerFactory>();
        services.TryAddSingleton<DoorServices>();
        services.TryAddSingleton<IEgress, EgressDoor>();
        services.AddHostedService(static provider => new DoorHost(
            provider.GetRequiredService<RequestHandler>().HandleAsync,
            provider.GetRequiredService<DoorHandshake>(),
            provider.GetRequiredService<DoorListenerFactory>(),
            provider.GetRequiredService<ILogger<DoorHost>>()));
        return services;
    }
}
