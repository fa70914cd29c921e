using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Paddock.Runtimes.Tests.Index;

/// <summary>A package index as PEP 503 describes it, for those who have its password.</summary>
internal sealed class IndexServer : IAsyncDisposable
{
    public const string User = "builder";
    public const string Password = "s3cret-of-the-index";

    private static readonly string _credential = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Archive> _files = new();
    private readonly ConcurrentQueue<string> _asked = new();

    private IndexServer(WebApplication app) => _app = app;

    public int Port { get; private set; }

    /// <summary>The paths that were asked for, in order.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    public static async Task<IndexServer> StartAsync(string wheels)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new IndexServer(builder.Build());
        foreach (var file in Directory.GetFiles(wheels, "*.whl"))
        {
            server.Add(new Archive(Path.GetFileName(file), await File.ReadAllBytesAsync(file)));
        }

        server._app.MapGet("/simple/{project}/", server.List);
        server._app.MapGet("/files/{name}", server.Download);
        await server._app.StartAsync();
        server.Port = new Uri(server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        return server;
    }

    public void Add(Archive file) => _files[file.FileName] = file;

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private IResult List(HttpContext context, string project)
    {
        var links = _files.Values.Where(file => file.Project == project).Select(file => $"<a href=\"/files/{file.FileName}#sha256={file.Sha256}\">{file.FileName}</a>").ToList();
        return Refusal(context) ?? (links.Count == 0 ? Results.NotFound() : Results.Content(string.Join('\n', links), "text/html"));
    }

    private IResult Download(HttpContext context, string name) =>
        Refusal(context) ?? (_files.TryGetValue(name, out var file) ? Results.Bytes(file.Bytes, "application/octet-stream") : Results.NotFound());

    private IResult? Refusal(HttpContext context)
    {
        _asked.Enqueue(context.Request.Path);
        return context.Request.Headers.Authorization == _credential ? null : Results.Unauthorized();
    }
}
