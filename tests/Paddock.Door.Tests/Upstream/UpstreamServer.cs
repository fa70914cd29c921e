using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Paddock.Door.Tests.Hosting;

namespace Paddock.Door.Tests.Upstream;

/// <summary>The well-behaved hosts behind the door: http, and https with HTTP/1.1 and HTTP/2, each on a port of loopback.</summary>
internal sealed class UpstreamServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<SeenRequest> _seen = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    private int _hanging;

    private UpstreamServer(WebApplication app) => _app = app;

    public int HttpPort { get; private set; }

    public int HttpsPort { get; private set; }

    /// <summary>Requests that wait for an answer that never comes.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    public static async Task<UpstreamServer> StartAsync(Func<string?, X509Certificate2> certificateOf)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
            {
                endpoint.Protocols = HttpProtocols.Http1AndHttp2;
                endpoint.UseHttps(https => https.ServerCertificateSelector = (_, name) => certificateOf(name));
            });
        });
        var server = new UpstreamServer(builder.Build());
        server.Map();
        await server._app.StartAsync();
        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address)).ToList();
        server.HttpPort = addresses.Single(address => address.Scheme == "http").Port;
        server.HttpsPort = addresses.Single(address => address.Scheme == "https").Port;
        return server;
    }

    /// <summary>The requests for paths that start with <paramref name="path"/>, in the order they came.</summary>
    public IReadOnlyList<SeenRequest> Seen(string path) => [.. _seen.Where(request => request.Path.StartsWith(path, StringComparison.Ordinal))];

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void Map()
    {
        _app.UseWebSockets();
        _app.Map("/echo/{**rest}", EchoAsync);
        _app.Map("/status/{code:int}", (HttpContext context, int code) =>
        {
            context.Response.StatusCode = code;
            return context.Response.WriteAsync($"status {code}");
        });
        _app.Map("/connection", (HttpContext context) => context.Connection.Id);
        _app.Map("/redirect", (HttpContext context, string to) => context.Response.Redirect(to));
        _app.Map("/events/{id}", EventsAsync);
        _app.Map("/gates/{id}", (string id) => Gate(id).TrySetResult());
        _app.Map("/bytes/{count:long}", BytesAsync);
        _app.Map("/reflect", ReflectAsync);
        _app.Map("/socket", SocketAsync);
        _app.Map("/hang", HangAsync);
        _app.Map("/duplex", DuplexAsync);
    }

    private async Task EchoAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.Latin1);
        var seen = new SeenRequest(
            context.Request.Protocol,
            context.Request.Method,
            context.Request.Host.Value ?? "",
            context.Request.Path.Value ?? "",
            context.Request.QueryString.Value ?? "",
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync(context.RequestAborted));
        _seen.Enqueue(seen);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(JsonSerializer.Serialize(new { seen.Protocol, seen.Method, seen.Host, seen.Path, length = seen.Body.Length }));
    }

    /// <summary>Sends one event, waits until somebody opens the gate of the same name, and sends the second.</summary>
    private async Task EventsAsync(HttpContext context, string id)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("data: one\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Gate(id).Task.WaitAsync(TimeSpan.FromSeconds(20), context.RequestAborted);
        await context.Response.WriteAsync("data: two\n\n", context.RequestAborted);
    }

    private static async Task BytesAsync(HttpContext context, long count)
    {
        context.Response.ContentLength = count;
        var chunk = new byte[64 * 1024];
        for (long left = count; left > 0; left -= chunk.Length)
        {
            await context.Response.Body.WriteAsync(chunk.AsMemory(0, (int)Math.Min(left, chunk.Length)), context.RequestAborted);
        }
    }

    /// <summary>A host that tells what it was sent, in all the ways that masking has to find.</summary>
    private static async Task ReflectAsync(HttpContext context)
    {
        var credential = context.Request.Headers.Authorization.ToString();
        var token = credential[(credential.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        context.Response.Headers["X-Reflected"] = token;
        await context.Response.WriteAsync($"plain {token} base64 {Convert.ToBase64String(Encoding.UTF8.GetBytes(token))} url {Uri.EscapeDataString(token)} end\n");
        foreach (var character in token)
        {
            await context.Response.WriteAsync(character.ToString());
            await context.Response.Body.FlushAsync();
        }
    }

    private static async Task SocketAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = 400;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } message)
        {
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, context.RequestAborted);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", context.RequestAborted);
    }

    private async Task HangAsync(HttpContext context)
    {
        Interlocked.Increment(ref _hanging);
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
        }
    }

    /// <summary>Answers each piece of the request's body as soon as it is there.</summary>
    private static async Task DuplexAsync(HttpContext context)
    {
        var buffer = new byte[1024];
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private TaskCompletionSource Gate(string id) => _gates.GetOrAdd(id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
