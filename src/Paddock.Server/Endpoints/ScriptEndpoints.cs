using Paddock.Core.Executions;
using Paddock.Core.Projects;
using Paddock.Server.Authentication;
using Paddock.Server.Http;

namespace Paddock.Server.Endpoints;

/// <summary><c>POST /v1/execute</c>.</summary>
internal static class ScriptEndpoints
{
    public static void MapScripts(this WebApplication app)
    {
        // Resolved once: a request needs no scope of its own.
        ScriptExecutor executor = app.Services.GetRequiredService<ScriptExecutor>();
        ApiKeyRing keys = app.Services.GetRequiredService<ApiKeyRing>();
        BodyLimit bodies = app.Services.GetRequiredService<BodyLimit>();
        app.MapPost("/v1/execute", keys.RequireKey(bodies.With((context, caller, body) => ExecuteAsync(context, caller, body, executor))));
    }

    private static async Task ExecuteAsync(HttpContext context, Caller caller, RequestBody body, ScriptExecutor executor)
    {
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
