using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Paddock.Bench.Floors;

/// <summary>
/// The floor of a server in this runtime: Kestrel as Paddock sets it up, one POST endpoint that reads the body and answers fixed JSON. The first half
/// is the process, which this program becomes when told to; the second is the handle on it.
/// </summary>
internal sealed class EmptyEndpoint : IDisposable
{
    /// <summary>The argument that makes this program the endpoint; the port follows.</summary>
    public const string Verb = "--empty-endpoint";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly byte[] Answer = """{"output":{"name":"John","executed":true},"output_status":"valid"}"""u8.ToArray();

    private readonly ChildProcess _process;

    /// <param name="options">Where the server is whose runtime settings it gets, and where its log goes.</param>
    public EmptyEndpoint(BenchOptions options)
    {
        Port = BenchServer.FreePort();
        _process = ChildProcess.Start(
            [
                Environment.ProcessPath!, "exec", "--runtimeconfig", Path.ChangeExtension(options.ServerDll, ".runtimeconfig.json"),
                typeof(EmptyEndpoint).Assembly.Location, Verb, Port.ToString(CultureInfo.InvariantCulture),
            ],
            BenchServer.OwnEnvironment,
            Path.Combine(options.Logs, "bench-endpoint.log"));
    }

    public int Port { get; }

    /// <summary>Waits until it takes connections.</summary>
    public void WaitUntilReady(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var never = new ManualResetEventSlim();
        while (!Listens())
        {
            if (_process.HasEnded() || clock.Elapsed > StartPatience)
            {
                throw new BenchException("the empty endpoint did not start; its words are in bench-endpoint.log, beside the server's");
            }

            never.Wait(Poll, cancellationToken);
        }
    }

    /// <summary>Becomes the endpoint, until it is told to stop.</summary>
    public static int Serve(string port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
        });
        var app = builder.Build();
        app.MapPost("/v1/execute-function", AnswerAsync);
        app.Run();
        return 0;
    }

    public void Dispose()
    {
        // any signal but SIGTERM is SIGKILL, see ChildProcess; it has nothing to finish
        _process.Signal(PosixSignal.SIGQUIT);
        _process.Wait();
    }

    private bool Listens()
    {
        try
        {
            new LoopbackConnection(Port, StartPatience).Dispose();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Answer.Length;
        await context.Response.BodyWriter.WriteAsync(Answer, context.RequestAborted);
    }
}
