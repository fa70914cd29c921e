using Paddock.Contracts;
using Paddock.Contracts.Resources;
using Paddock.Contracts.Secrets;
using Paddock.Core.Projects;
using Paddock.Core.Requests;
using Paddock.Core.Secrets;
using Paddock.Server.Authentication;
using Paddock.Server.Http;

namespace Paddock.Server.Endpoints;

/// <summary><c>/v1/secrets</c>. No answer has a value in it.</summary>
internal static class SecretEndpoints
{
    private const string Collection = "/v1/secrets";

    public static void MapSecrets(this WebApplication app)
    {
        SecretKeeper secrets = app.Services.GetRequiredService<SecretKeeper>();
        ApiKeyRing keys = app.Services.GetRequiredService<ApiKeyRing>();
        BodyLimit bodies = app.Services.GetRequiredService<BodyLimit>();
        app.MapPost(Collection, keys.RequireKey(bodies.With((context, caller, body) => CreateAsync(context, caller, body, secrets))));
        app.MapGet(Collection, keys.RequireKey((context, caller) => ListAsync(context, caller, secrets)));
        app.MapDelete($"{Collection}/{{id}}", keys.RequireKey((context, caller) => DeleteAsync(context, caller, secrets)));
    }

    private static async Task CreateAsync(HttpContext context, Caller caller, RequestBody body, SecretKeeper secrets)
    {
        Answer<SecretInfo> answer = await secrets.CreateAsync(caller, body.Bytes, context.RequestAborted);
        body.Erase();
        await JsonReply.WriteAsync(context.Response, answer, ContractsJsonContext.Relaxed.SecretInfo);
    }

    private static async Task ListAsync(HttpContext context, Caller caller, SecretKeeper secrets)
    {
        Answer<SecretList> answer = await secrets.ListAsync(caller, context.QueryValue("limit"), context.QueryValue("starting_after"), context.RequestAborted);
        await JsonReply.WriteAsync(context.Response, answer, ContractsJsonContext.Relaxed.SecretList);
    }

    private static async Task DeleteAsync(HttpContext context, Caller caller, SecretKeeper secrets)
    {
        Answer<Deleted> answer = await secrets.DeleteAsync(caller, context.PathId(), context.RequestAborted);
        await JsonReply.WriteAsync(context.Response, answer, ContractsJsonContext.Relaxed.Deleted);
    }
}
