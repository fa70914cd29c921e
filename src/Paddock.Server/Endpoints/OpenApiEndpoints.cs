using System.Text;
using Microsoft.OpenApi;
using Paddock.Server.OpenApi;

namespace Paddock.Server.Endpoints;

/// <summary><c>GET /openapi.json</c>, which needs no key.</summary>
internal static class OpenApiEndpoints
{
    public static void MapOpenApi(this WebApplication app)
    {
        // Made when somebody asks for the first time: most servers never hear of it.
        Lazy<Task<byte[]>> document = new(WriteAsync);
        app.MapGet("/openapi.json", async context =>
        {
            byte[] json = await document.Value;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = json.Length;
            await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted);
        });
    }

    private static async Task<byte[]> WriteAsync() => Encoding.UTF8.GetBytes(await ApiDocument.Create().SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0));
}
