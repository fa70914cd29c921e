using Paddock.Core.Projects;
using Paddock.Core.Records;
using Paddock.Server.Authentication;
using Paddock.Server.Http;

namespace Paddock.Server.Endpoints;

/// <summary><c>/v1/executions</c>.</summary>
internal static class ExecutionEndpoints
{
    private const string Collection = "/v1/executions";

    public static void MapExecutions(this WebApplication app)
    {
        ExecutionHistory history = app.Services.GetRequiredService<ExecutionHistory>();
        ApiKeyRing keys = app.Services.GetRequiredService<ApiKeyRing>();
        app.MapGet(Collection, keys.RequireKey((context, caller) => ListAsync(context, caller, history)));
        app.MapGet($"{Collection}/{{id}}", keys.RequireKey((context, caller) => GetAsync(context, caller, history)));
    }

    private static async Task ListAsync(HttpContext context, Caller caller, ExecutionHistory history) => await ExecutionWriter.WriteAsync(
        context.Response,
        await history.ListAsync(
            caller,
            context.QueryValue("limit"),
            context.QueryValue("starting_after"),
            context.QueryValue("only_non_zero_exit_codes"),
            context.RequestAborted));

    private static async Task GetAsync(HttpContext context, Caller caller, ExecutionHistory history) =>
        await ExecutionWriter.WriteAsync(context.Response, await history.FindAsync(caller, context.PathId(), context.RequestAborted));
}
