using Paddock.Contracts;
using Paddock.Contracts.Resources;
using Paddock.Core.Executions;
using Paddock.Core.Projects;
using Paddock.Core.Requests;
using Paddock.Core.Tools;
using Paddock.Server.Authentication;
using Paddock.Server.Http;

namespace Paddock.Server.Endpoints;

/// <summary><c>/v1/tools</c>.</summary>
internal static class ToolEndpoints
{
    private const string Collection = "/v1/tools";
    private const string Item = $"{Collection}/{{id}}";

    public static void MapTools(this WebApplication app)
    {
        ToolKeeper tools = app.Services.GetRequiredService<ToolKeeper>();
        ToolExecutor executor = app.Services.GetRequiredService<ToolExecutor>();
        ApiKeyRing keys = app.Services.GetRequiredService<ApiKeyRing>();
        BodyLimit bodies = app.Services.GetRequiredService<BodyLimit>();
        app.MapPost(Collection, keys.RequireKey(bodies.With((context, caller, body) => CreateAsync(context, caller, body, tools))));
        app.MapGet(Collection, keys.RequireKey((context, caller) => ListAsync(context, caller, tools)));
        app.MapGet(Item, keys.RequireKey((context, caller) => GetAsync(context, caller, tools)));
        app.MapPost(Item, keys.RequireKey(bodies.With((context, caller, body) => UpdateAsync(context, caller, body, tools))));
        app.MapDelete(Item, keys.RequireKey((context, caller) => DeleteAsync(context, caller, tools)));
        app.MapPost($"{Item}/execute", keys.RequireKey(bodies.With((context, caller, body) => ExecuteAsync(context, caller, body, executor))));
    }

    private static async Task CreateAsync(HttpContext context, Caller caller, RequestBody body, ToolKeeper tools)
    {
        Answer<StoredTool> answer = await tools.CreateAsync(caller, body.Bytes, context.RequestAborted);
        body.Release();
        await ToolWriter.WriteAsync(context.Response, answer);
    }

    private static async Task ListAsync(HttpContext context, Caller caller, ToolKeeper tools) => await ToolWriter.WriteAsync(
        context.Response,
        await tools.ListAsync(caller, context.QueryValue("limit"), context.QueryValue("starting_after"), context.RequestAborted));

    private static async Task GetAsync(HttpContext context, Caller caller, ToolKeeper tools) =>
        await ToolWriter.WriteAsync(context.Response, await tools.FindAsync(caller, context.PathId(), context.RequestAborted));

    private static async Task UpdateAsync(HttpContext context, Caller caller, RequestBody body, ToolKeeper tools)
    {
        Answer<StoredTool> answer = await tools.UpdateAsync(caller, context.PathId(), body.Bytes, context.RequestAborted);
        body.Release();
        await ToolWriter.WriteAsync(context.Response, answer);
    }

    private static async Task DeleteAsync(HttpContext context, Caller caller, ToolKeeper tools)
    {
        Answer<Deleted> answer = await tools.DeleteAsync(caller, context.PathId(), context.RequestAborted);
        await JsonReply.WriteAsync(context.Response, answer, ContractsJsonContext.Relaxed.Deleted);
    }

    private static async Task ExecuteAsync(HttpContext context, Caller caller, RequestBody body, ToolExecutor executor)
    {
        ExecutionAnswer answer = await executor.ExecuteAsync(caller, context.PathId(), body.Bytes, context.RequestAborted);
        using IDisposable? memory = answer.Memory;
        body.Release();
        await (answer.Reply is { } reply
            ? FunctionReplyWriter.WriteAsync(context.Response, reply, context.RequestAborted).AsTask()
            : StatusWriter.WriteAsync(context.Response, answer.Rejection!));
    }
}
