using Microsoft.Extensions.Primitives;
using Paddock.Contracts.Errors;
using Paddock.Core;
using Paddock.Core.Executions;
using Paddock.Core.Projects;
using Paddock.Server.Http;

namespace Paddock.Server.Authentication;

/// <summary>Lets a handler be reached only with a key, and within the limits of that key, before anything of the body is read.</summary>
internal static class BearerAuthentication
{
    private const string Scheme = "Bearer";

    private static readonly Caller _anybody = new(Project.DefaultId, Project.DefaultId);

    public static RequestDelegate RequireKey(this ApiKeyRing keys, Func<HttpContext, Caller, Task> handler) => async context =>
    {
        KnownKey? key = KeyIn(context.Request.Headers.Authorization) is { } hash ? await keys.FindAsync(hash, context.RequestAborted) : null;
        if (key is not null)
        {
            await HandleAsync(context, key, handler);
        }
        else if (!Layer.IsOn("key"))
        {
            await handler(context, _anybody);
        }
        else
        {
            context.Response.Headers.WWWAuthenticate = Scheme;
            await StatusWriter.WriteAsync(context.Response, StatusCodes.Status401Unauthorized, StatusCode.Unauthenticated, "unauthenticated");
        }
    };

    private static async Task HandleAsync(HttpContext context, KnownKey key, Func<HttpContext, Caller, Task> handler)
    {
        if (key.Usage.Enter() is { } rejection)
        {
            await StatusWriter.WriteAsync(context.Response, rejection);
            return;
        }

        try
        {
            await handler(context, key.Caller);
        }
        finally
        {
            key.Usage.Leave();
        }
    }

    private static KeyHash? KeyIn(StringValues header)
    {
        if (header.Count != 1)
        {
            return null;
        }

        ReadOnlySpan<char> value = header[0].AsSpan().Trim(' ');
        return value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && value.Length > Scheme.Length && value[Scheme.Length] == ' '
            ? KeyHash.Of(value[(Scheme.Length + 1)..].Trim(' '))
            : null;
    }
}
