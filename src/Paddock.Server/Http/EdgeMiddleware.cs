using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Paddock.Contracts.Errors;
using Paddock.Core;
using Paddock.Server.Hosting;

namespace Paddock.Server.Http;

/// <summary>The edge: whatever comes out of a request without an answer of its own gets one here.</summary>
internal sealed class EdgeMiddleware(RequestDelegate next, IOptions<ServerOptions> options, DegradedHeader degraded, ILogger<EdgeMiddleware> logger)
{
    private const string NoSuchPath =
        "there is no such path; code is executed by POST /v1/execute-function, POST /v1/execute and POST /v1/tools/{id}/execute";

    public async Task InvokeAsync(HttpContext context)
    {
        degraded.Mark(context.Response);
        try
        {
            await next(context);
            if (!context.Response.HasStarted)
            {
                await WriteMissingAsync(context);
            }
        }
        catch (Exception e) when (HasHungUp(context, e))
        {
            // There is nobody to tell. Aborted, so that Kestrel neither answers nor drains a body that cannot be read on.
            Log.HungUp(logger);
            context.Abort();
        }
        catch (BadHttpRequestException e)
        {
            await WriteBadRequestAsync(context, e);
        }
        catch (StorageException e) when (e.IsTransient && !context.Response.HasStarted)
        {
            await WriteStorageAsync(context, e);
        }
        catch (Exception e)
        {
            await WriteInternalAsync(context, e);
        }
    }

    /// <summary>The connection's own exceptions can be here before <see cref="HttpContext.RequestAborted"/> is.</summary>
    private static bool HasHungUp(HttpContext context, Exception error) =>
        error is ConnectionResetException or ConnectionAbortedException
        || (error is OperationCanceledException && context.RequestAborted.IsCancellationRequested);

    private static Task WriteMissingAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        return response.StatusCode switch
        {
            StatusCodes.Status404NotFound => StatusWriter.WriteAsync(
                response, response.StatusCode, StatusCode.NotFound, NoSuchPath),
            StatusCodes.Status405MethodNotAllowed => StatusWriter.WriteAsync(
                response, response.StatusCode, StatusCode.Unimplemented, $"this path does not take {KnownMethod(context.Request.Method)}; it takes {response.Headers.Allow}"),
            _ => Task.CompletedTask,
        };
    }

    /// <summary>The method as a caller may see it again: a made-up one could be of any length.</summary>
    private static string KnownMethod(string method) => method.Length <= 10 ? method : "this method";

    private Task WriteBadRequestAsync(HttpContext context, BadHttpRequestException error)
    {
        Log.BadRequest(logger, error.StatusCode);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        // Where the next request would begin is not known any more.
        context.Response.Headers.Connection = "close";
        return error.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => StatusWriter.WriteTooLargeAsync(context.Response, options.Value.MaxRequestBodyBytes),
            StatusCodes.Status408RequestTimeout => StatusWriter.WriteAsync(
                context.Response, error.StatusCode, StatusCode.InvalidArgument, "the body came too slowly; send it at 240 bytes a second or faster"),
            _ => StatusWriter.WriteAsync(
                context.Response, error.StatusCode, StatusCode.InvalidArgument, $"the body could not be read: {error.Message}"),
        };
    }

    private Task WriteStorageAsync(HttpContext context, StorageException error)
    {
        Log.StorageFailed(logger, context.TraceIdentifier, error.Message);
        context.Response.Clear();
        degraded.Mark(context.Response);
        return StatusWriter.WriteAsync(
            context.Response,
            StatusCodes.Status503ServiceUnavailable,
            StatusCode.Unavailable,
            $"the server cannot reach its database; try again, and if that does not help, look up request {context.TraceIdentifier} in the server's log");
    }

    private Task WriteInternalAsync(HttpContext context, Exception error)
    {
        Log.Unhandled(logger, context.TraceIdentifier, error);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        degraded.Mark(context.Response);
        return StatusWriter.WriteAsync(
            context.Response,
            StatusCodes.Status500InternalServerError,
            StatusCode.Internal,
            $"internal error; look up request {context.TraceIdentifier} in the server's log");
    }
}
