using System.Text.Json;
using Paddock.Contracts;
using Paddock.Contracts.Health;

namespace Paddock.Server.Endpoints;

/// <summary><c>GET /health</c>, which needs no key.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        HealthReporter reporter = app.Services.GetRequiredService<HealthReporter>();
        app.MapGet("/health", context => WriteAsync(context, reporter));
    }

    private static async Task WriteAsync(HttpContext context, HealthReporter reporter)
    {
        HealthReport report = reporter.Report();
        context.Response.StatusCode = report.Status == HealthReporter.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "application/json";
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(report, ContractsJsonContext.Relaxed.HealthReport);
        context.Response.ContentLength = json.Length;
        await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted);
    }
}
