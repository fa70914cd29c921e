using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Paddock.Bench.Rows;

/// <summary>A package index on loopback over a folder of wheels.</summary>
internal sealed class RevisionIndex : IDisposable
{
    private readonly string _wheels;
    private readonly WebApplication _app;

    /// <param name="wheels">Folder with <c>NAME-VERSION-….whl</c>.</param>
    public RevisionIndex(string wheels)
    {
        _wheels = wheels;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
        _app.StartAsync().GetAwaiter().GetResult();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Variables = [$"Runtimes__PythonIndexUrl={address}/simple", $"Paddock__Sandbox__RevisionMemoryMiB={RevisionRow.BudgetMiB}"];
    }

    /// <summary>What the server under test has to know.</summary>
    public IReadOnlyList<string> Variables { get; }

    public void Dispose() => _app.DisposeAsync().AsTask().GetAwaiter().GetResult();

    // /simple/NAME/ is a page of links, anything else a file of the folder
    private Task AnswerAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var files = Directory.GetFiles(_wheels, "*.whl").Select(static file => Path.GetFileName(file));
        switch (parts)
        {
            case ["simple", var name]:
                context.Response.ContentType = "text/html";
                var links = files.Where(file => file.Split('-')[0].Replace('_', '-').Equals(name, StringComparison.OrdinalIgnoreCase)).Select(file => $"<a href=\"/{file}\">{file}</a>\n").ToArray();
                context.Response.StatusCode = links.Length > 0 ? 200 : 404;
                return context.Response.WriteAsync(string.Concat(links));
            case [var wanted] when files.Contains(wanted):
                return context.Response.SendFileAsync(Path.Combine(_wheels, wanted));
            default:
                context.Response.StatusCode = 404;
                return Task.CompletedTask;
        }
    }
}
