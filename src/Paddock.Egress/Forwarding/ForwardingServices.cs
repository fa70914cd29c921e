using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Paddock.Egress.Forwarding;

/// <summary>Registers what stands behind the door.</summary>
internal static class ForwardingServices
{
    /// <summary>Adds the <see cref="RequestHandler"/>. The options, a <see cref="TimeProvider"/> and logging come from somebody else.</summary>
    public static IServiceCollection AddForwarding(this IServiceCollection services)
    {
        services.TryAddSingleton<RequestHandler>();
        return services;
    }
}
