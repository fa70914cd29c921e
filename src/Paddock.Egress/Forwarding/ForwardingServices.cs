using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Paddock.Egress.Upstream;

namespace Paddock.Egress.Forwarding;

/// <summary>Registers what stands behind the door.</summary>
internal static class ForwardingServices
{
    /// <summary>Adds the <see cref="RequestHandler"/>. The <see cref="EgressOptions"/>, a <see cref="TimeProvider"/> and logging come from somebody else.</summary>
    public static IServiceCollection AddForwarding(this IServiceCollection services)
    {
        services.TryAddSingleton<IHostResolver, SystemHostResolver>();
        services.TryAddSingleton<UpstreamClient>();
        services.TryAddSingleton<QuietForwarder>();
        services.TryAddSingleton<RequestHandler>();
        return services;
    }
}
