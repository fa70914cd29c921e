using Microsoft.Extensions.Primitives;
using Paddock.Contracts.Errors;
using Paddock.Core;
using Paddock.Core.Projects;
using Paddock.Server.Http;

namespace Paddock.Server.Authentication;

/// <summary>Lets a handler be reached only with a key, before anything of the body is read.</summary>
internal static class BearerAuthentication
{
    private const string Scheme = "Bearer";

    private static readonly Caller _caller = new(Project.DefaultId, Project.DefaultId);

    public static RequestDelegate RequireKey(this ApiKeyRing keys, Func<HttpContext, Caller, Task> handler) => context =>
    {
        if (IsAllowed(keys, context.Request.Headers.Authorization) || !Layer.IsOn("key"))
        {
            return handler(context, _caller);
        }

        context.Response.Headers.WWWAuthenticate = Scheme;
        return StatusWriter.WriteAsync(context.Response, StatusCodes.Status401Unauthorized, StatusCode.Unauthenticated, "unauthenticated");
    };

    private static bool IsAllowed(ApiKeyRing keys, StringValues header)
    {
        if (header.Count != 1)
        {
            return false;
        }

        ReadOnlySpan<char> value = header[0].AsSpan().Trim(' ');
        return value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && value.Length > Scheme.Length
            && value[Scheme.Length] == ' '
            && keys.Contains(value[(Scheme.Length + 1)..].Trim(' '));
    }
}
