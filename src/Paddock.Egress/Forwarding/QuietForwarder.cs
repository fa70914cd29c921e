using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Yarp.ReverseProxy.Forwarder;

namespace Paddock.Egress.Forwarding;

/// <summary>YARP's forwarder without its log: it writes whole URLs, and in those are keys.</summary>
internal sealed class QuietForwarder : IDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="time">What measures its timeouts.</param>
    public QuietForwarder(TimeProvider time)
    {
        ServiceCollection services = new();
        services.AddSingleton(time);
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddHttpForwarder();
        _services = services.BuildServiceProvider();
        Forwarder = _services.GetRequiredService<IHttpForwarder>();
    }

    /// <summary>The forwarder.</summary>
    public IHttpForwarder Forwarder { get; }

    public void Dispose() => _services.Dispose();
}
