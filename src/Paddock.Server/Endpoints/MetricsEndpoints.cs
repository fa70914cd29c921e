using System.Text;
using Paddock.Server.Authentication;
using Paddock.Server.Metrics;

namespace Paddock.Server.Endpoints;

/// <summary><c>GET /metrics</c>. It needs a key, unlike <c>/health</c>: how busy the server is, to the byte, is nobody's business.</summary>
internal static class MetricsEndpoints
{
    public static void MapMetrics(this WebApplication app)
    {
        MetricsReporter reporter = app.Services.GetRequiredService<MetricsReporter>();
        ApiKeyRing keys = app.Services.GetRequiredService<ApiKeyRing>();
        app.MapGet("/metrics", keys.RequireKey((context, _) => WriteAsync(context.Response, reporter)));
    }

    private static async Task WriteAsync(HttpResponse response, MetricsReporter reporter)
    {
        byte[] text = Encoding.UTF8.GetBytes(reporter.Report());
        response.Headers.CacheControl = "no-store";
        response.ContentType = MetricsText.ContentType;
        response.ContentLength = text.Length;
        await response.BodyWriter.WriteAsync(text, response.HttpContext.RequestAborted);
    }
}
