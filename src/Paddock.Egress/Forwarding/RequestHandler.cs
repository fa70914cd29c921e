using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Paddock.Egress.Listening;

namespace Paddock.Egress.Forwarding;

/// <summary>What the door does with a request: judges it, adds the credentials, forwards it.</summary>
internal sealed partial class RequestHandler(ILogger<RequestHandler> logger)
{
    /// <summary>Answers <paramref name="context"/>, whose connection has the feature <see cref="DoorConnection"/>. Nothing is thrown.</summary>
    public Task HandleAsync(HttpContext context)
    {
        _ = logger;
        context.Abort();
        return Task.CompletedTask;
    }
}
