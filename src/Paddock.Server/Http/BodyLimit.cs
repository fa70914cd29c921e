using Microsoft.Extensions.Options;
using Paddock.Core.Projects;
using Paddock.Server.Hosting;

namespace Paddock.Server.Http;

/// <summary>Reads bodies, and answers 413 to those that are too long.</summary>
internal sealed class BodyLimit(IOptions<ServerOptions> options)
{
    /// <summary>Makes a handler that is given the whole body of the request; it may give it back earlier.</summary>
    public Func<HttpContext, Caller, Task> With(Func<HttpContext, Caller, RequestBody, Task> handler) => async (context, caller) =>
    {
        long limit = options.Value.MaxRequestBodyBytes;
        using RequestBody? body = await RequestBody.ReadAsync(context.Request, limit, context.RequestAborted);
        if (body is null)
        {
            await StatusWriter.WriteTooLargeAsync(context.Response, limit);
            return;
        }

        await handler(context, caller, body);
    };
}
