using System.Globalization;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Paddock.Egress.Listening;

namespace Paddock.Egress.Tests.Fakes;

/// <summary>Stands where requests are forwarded.</summary>
internal sealed class TestHandler
{
    private int _running;

    /// <summary>Set when a request to <c>/hang</c> has come in.</summary>
    internal TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What <c>/wait</c> waits for.</summary>
    internal TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal int Served;

    internal int Running => Volatile.Read(ref _running);

    internal async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref _running);
        try
        {
            await (context.Request.Path.Value switch
            {
                "/echo" => EchoAsync(context),
                "/count" => CountAsync(context),
                "/zeros" => ZerosAsync(context),
                "/hang" => HangAsync(context),
                "/wait" => WaitAsync(context),
                "/upgrade" => UpgradeAsync(context),
                "/throw" => throw new InvalidOperationException("https://x/?key=secret"),
                _ => context.Response.WriteAsync(Describe(context)),
            });
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            Interlocked.Increment(ref Served);
        }
    }

    private static string Describe(HttpContext context)
    {
        DoorConnection connection = context.Features.Get<DoorConnection>()!;
        string name = context.Features.Get<ITlsHandshakeFeature>()?.HostName ?? "none";
        return $"{context.Request.Protocol} {context.Request.Scheme} {context.Request.Host} sni={name} dialed={connection.Dialed.Address.MapToIPv4()}:{connection.Dialed.Port} secure={connection.IsSecure} {connection.Grant.ExecutionId} {context.Request.Headers["x"]}";
    }

    private static async Task CountAsync(HttpContext context)
    {
        long count = 0;
        byte[] buffer = new byte[64 * 1024];
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and int length)
        {
            count += length;
        }

        await context.Response.WriteAsync($"{count}");
    }

    private static async Task ZerosAsync(HttpContext context)
    {
        byte[] buffer = new byte[64 * 1024];
        for (long left = long.Parse(context.Request.QueryString.Value![1..], CultureInfo.InvariantCulture); left > 0; left -= buffer.Length)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), context.RequestAborted);
        }
    }

    private static async Task EchoAsync(HttpContext context)
    {
        await context.Response.Body.FlushAsync();
        byte[] buffer = new byte[64 * 1024];
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and int length)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, length), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private async Task HangAsync(HttpContext context)
    {
        Hanging.TrySetResult();
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }

    private async Task WaitAsync(HttpContext context)
    {
        await context.Response.WriteAsync("first;");
        await context.Response.Body.FlushAsync();
        await Release.Task;
        await context.Response.WriteAsync("second;");
    }

    // WebSocket: by Upgrade over HTTP/1.1, by extended CONNECT over HTTP/2. What is said in it is not the door's business.
    private static async Task UpgradeAsync(HttpContext context)
    {
        Stream stream = context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect
            ? await connect.AcceptAsync()
            : await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        byte[] buffer = new byte[1024];
        while (await stream.ReadAsync(buffer, context.RequestAborted) is > 0 and int length)
        {
            await stream.WriteAsync(buffer.AsMemory(0, length), context.RequestAborted);
            await stream.FlushAsync(context.RequestAborted);
        }
    }
}
