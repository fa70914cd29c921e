using Paddock.Contracts;
using Paddock.Contracts.Resources;
using Paddock.Contracts.Runtimes;
using Paddock.Core.Projects;
using Paddock.Core.Requests;
using Paddock.Core.Runtimes;
using Paddock.Server.Authentication;
using Paddock.Server.Http;

namespace Paddock.Server.Endpoints;

/// <summary><c>/v1/runtimes</c> and the revisions in them.</summary>
internal static class RuntimeEndpoints
{
    private const string Collection = "/v1/runtimes";
    private const string Item = $"{Collection}/{{id}}";
    private const string Revisions = $"{Item}/revisions";
    private const string RuntimeId = "runtime_id";
    private const string RevisionId = "revision_id";
    private const string RevisionItem = $"{Collection}/{{{RuntimeId}}}/revisions/{{{RevisionId}}}";

    public static void MapRuntimes(this WebApplication app)
    {
        RuntimeKeeper runtimes = app.Services.GetRequiredService<RuntimeKeeper>();
        ApiKeyRing keys = app.Services.GetRequiredService<ApiKeyRing>();
        BodyLimit bodies = app.Services.GetRequiredService<BodyLimit>();
        app.MapPost(Collection, keys.RequireKey(bodies.With((context, caller, body) => CreateAsync(context, caller, body, runtimes))));
        app.MapGet(Collection, keys.RequireKey((context, caller) => ListAsync(context, caller, runtimes)));
        app.MapGet(Item, keys.RequireKey((context, caller) => GetAsync(context, caller, runtimes)));
        app.MapDelete(Item, keys.RequireKey((context, caller) => DeleteAsync(context, caller, runtimes)));
        app.MapPost(Revisions, keys.RequireKey(bodies.With((context, caller, body) => ReviseAsync(context, caller, body, runtimes))));
        app.MapGet(Revisions, keys.RequireKey((context, caller) => ListRevisionsAsync(context, caller, runtimes)));
        app.MapGet(RevisionItem, keys.RequireKey((context, caller) => GetRevisionAsync(context, caller, runtimes)));
        app.MapGet($"{RevisionItem}/log", keys.RequireKey((context, caller) => GetLogAsync(context, caller, runtimes)));
        app.MapPost($"{RevisionItem}/cancel", keys.RequireKey((context, caller) => CancelAsync(context, caller, runtimes)));
    }

    private static async Task CreateAsync(HttpContext context, Caller caller, RequestBody body, RuntimeKeeper runtimes)
    {
        Answer<Runtime> answer = await runtimes.CreateAsync(caller, body.Bytes, context.RequestAborted);
        body.Release();
        await JsonReply.WriteAsync(context.Response, answer, ContractsJsonContext.Relaxed.Runtime);
    }

    private static async Task ListAsync(HttpContext context, Caller caller, RuntimeKeeper runtimes)
    {
        Answer<RuntimeList> answer = await runtimes.ListAsync(caller, context.QueryValue("limit"), context.QueryValue("starting_after"), context.RequestAborted);
        await JsonReply.WriteAsync(context.Response, answer, ContractsJsonContext.Relaxed.RuntimeList);
    }

    private static async Task GetAsync(HttpContext context, Caller caller, RuntimeKeeper runtimes)
    {
        Answer<Runtime> answer = await runtimes.FindAsync(caller, context.PathId(), context.RequestAborted);
        await JsonReply.WriteAsync(context.Response, answer, ContractsJsonContext.Relaxed.Runtime);
    }

    private static async Task DeleteAsync(HttpContext context, Caller caller, RuntimeKeeper runtimes)
    {
        Answer<Deleted> answer = await runtimes.DeleteAsync(caller, context.PathId(), context.RequestAborted);
        await JsonReply.WriteAsync(context.Response, answer, ContractsJsonContext.Relaxed.Deleted);
    }

    private static async Task ReviseAsync(HttpContext context, Caller caller, RequestBody body, RuntimeKeeper runtimes)
    {
        Answer<Revision> answer = await runtimes.ReviseAsync(caller, context.PathId(), body.Bytes, context.RequestAborted);
        body.Release();
        await JsonReply.WriteAsync(context.Response, answer, ContractsJsonContext.Relaxed.Revision);
    }

    private static async Task ListRevisionsAsync(HttpContext context, Caller caller, RuntimeKeeper runtimes)
    {
        Answer<RevisionList> answer = await runtimes.ListRevisionsAsync(caller, context.PathId(), context.RequestAborted);
        await JsonReply.WriteAsync(context.Response, answer, ContractsJsonContext.Relaxed.RevisionList);
    }

    private static async Task GetRevisionAsync(HttpContext context, Caller caller, RuntimeKeeper runtimes) =>
        await JsonReply.WriteAsync(context.Response, await FindRevisionAsync(context, caller, runtimes), ContractsJsonContext.Relaxed.Revision);

    private static async Task GetLogAsync(HttpContext context, Caller caller, RuntimeKeeper runtimes)
    {
        Answer<Revision> answer = await FindRevisionAsync(context, caller, runtimes);
        await (answer.Value is { } revision ? TextReply.WriteAsync(context.Response, revision.BuildLog!) : StatusWriter.WriteAsync(context.Response, answer.Rejection!));
    }

    private static async Task CancelAsync(HttpContext context, Caller caller, RuntimeKeeper runtimes)
    {
        Answer<Revision> answer = await runtimes.CancelAsync(caller, context.PathValue(RuntimeId), context.PathValue(RevisionId), context.RequestAborted);
        await JsonReply.WriteAsync(context.Response, answer, ContractsJsonContext.Relaxed.Revision);
    }

    private static ValueTask<Answer<Revision>> FindRevisionAsync(HttpContext context, Caller caller, RuntimeKeeper runtimes) =>
        runtimes.FindRevisionAsync(caller, context.PathValue(RuntimeId), context.PathValue(RevisionId), context.RequestAborted);
}
