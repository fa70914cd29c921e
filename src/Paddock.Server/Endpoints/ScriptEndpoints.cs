using Paddock.Core.Executions;
using Paddock.Core.Projects;
using Paddock.Server.Authentication;
using Paddock.Server.Hosting;
using Paddock.Server.Http;
using Microsoft.Extensions.Options;

namespace Paddock.Server.Endpoints;

/// <summary><c>POST /v1/execute</c>.</summary>
internal static class ScriptEndpoints
{
    public static void MapScripts(this WebApplication app)
    {
        // Resolved once: a request needs no scope of its own.
        ScriptExecutor executor = app.Services.GetRequiredService<ScriptExecutor>();
        ApiKeyRing keys = app.Services.GetRequiredService<ApiKeyRing>();
        long limit = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value.MaxRequestBodyBytes;
        app.MapPost("/v1/execute", keys.RequireKey((context, caller) => ExecuteAsync(context, caller, executor, limit)));
    }

    private static async Task ExecuteAsync(HttpContext context, Caller caller, ScriptExecutor executor, long limit)
    {
        using RequestBody? body = await RequestBody.ReadAsync(context.Request, limit, context.RequestAborted);
        if (body is null)
        {
            await StatusWriter.WriteTooLargeAsync(context.Response, limit);
            return;
        }

        ExecutionAnswer answer = await executor.ExecuteAsync(caller, body.Bytes, context.RequestAborted);
        using IDisposable? memory = answer.Memory;
        body.Release();
        if (answer.Reply is { } reply)
        {
            await ScriptReplyWriter.WriteAsync(context.Response, reply, context.RequestAborted);
        }
        else
        {
            await StatusWriter.WriteAsync(context.Response, answer.Rejection!);
        }
    }
}
