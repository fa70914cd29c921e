using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Paddock.Egress.Certificates;
using Paddock.Egress.Listening;

namespace Paddock.Egress.Hosting;

/// <summary>
/// The server behind the door: a host of its own, so that nothing of the API's pipeline, limits and logs is in it and no cell can
/// ever reach the API through it. It starts before the sandbox and stops after it.
/// </summary>
internal sealed class DoorHost(
    RequestDelegate handle, DoorHandshake handshake, DoorListenerFactory listeners, ILogger<DoorHost> logger) : IHostedService, IAsyncDisposable
{
    /// <summary>Longest that stopping waits: the cells are gone by then, and their grants closed.</summary>
    private static readonly TimeSpan _shutdown = TimeSpan.FromSeconds(5);

    private WebApplication? _app;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // No logging: what happens in there is the code's doing, and what the framework writes about it quotes what the code sent.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(DoorHost).Assembly.GetName().Name,
            EnvironmentName = Environments.Production,
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = _shutdown);
        builder.Services.AddSingleton<IConnectionListenerFactory>(listeners);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Listen);
        _app = builder.Build();
        _app.Run(HandleAsync);
        handshake.Prepare();
        await _app.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is not null)
        {
            await _app.StopAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Listen(KestrelServerOptions kestrel)
    {
        DoorLimits.Configure(kestrel);
        kestrel.Listen(listeners.Listener.EndPoint, listen =>
        {
            // Without TLS this means HTTP/1.1.
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            ConnectionDelegate? plain = null;
            listen.Use(secure => connection => FirstByte.PassOnAsync(connection, secure, plain!));
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = handshake.AnswerAsync, HandshakeTimeout = DoorHandshake.Timeout });
            listen.Use(http => plain = http);
        });
    }

    /// <summary>The edge: nothing that a request throws gets any further.</summary>
    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            await handle(context).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not Microsoft.AspNetCore.Http.BadHttpRequestException)
        {
            // A broken connection is the code's doing.
            if (error is not IOException && !context.RequestAborted.IsCancellationRequested)
            {
                // Not its message: that may quote the URL, and a credential may be in there.
                string execution = context.Features.Get<DoorConnection>()?.Grant.ExecutionId ?? "";
                Log.RequestFailed(logger, execution, error.GetType().Name, error.StackTrace);
            }

            context.Abort();
        }
    }
}
