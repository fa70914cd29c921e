using Microsoft.Extensions.DependencyInjection;
using Paddock.Egress.Forwarding;
using Paddock.Egress.Upstream;

namespace Paddock.Egress.Tests.Forwarding;

public sealed class ForwardingServicesTests
{
    [Fact]
    public void AddForwarding_WithOptionsTimeAndLogs_MakesAHandler()
    {
        ServiceCollection services = new();
        services.AddOptions<EgressOptions>();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddForwarding();
        using ServiceProvider provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        provider.GetRequiredService<RequestHandler>().ShouldBeSameAs(provider.GetRequiredService<RequestHandler>());
        provider.GetRequiredService<IHostResolver>().ShouldBeOfType<SystemHostResolver>();
    }
}
