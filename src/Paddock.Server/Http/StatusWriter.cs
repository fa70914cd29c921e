using System.Globalization;
using System.Text.Json;
using Paddock.Contracts;
using Paddock.Contracts.Errors;
using Paddock.Core.Executions;

namespace Paddock.Server.Http;

/// <summary>Writes <c>{"code":…,"message":…}</c>, the body of everything that is not a success.</summary>
internal static class StatusWriter
{
    /// <summary>Writes a rejection under the HTTP status that goes with its code.</summary>
    public static Task WriteAsync(HttpResponse response, Rejection rejection)
    {
        if (rejection.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(response, HttpStatusOf(rejection.Code), rejection.Code, rejection.Message);
    }

    /// <summary>Writes what a body beyond <paramref name="limit"/> bytes gets.</summary>
    public static Task WriteTooLargeAsync(HttpResponse response, long limit) => WriteAsync(
        response,
        StatusCodes.Status413PayloadTooLarge,
        StatusCode.InvalidArgument,
        string.Create(CultureInfo.InvariantCulture, $"the body is larger than {limit} bytes; send less, or raise Paddock__Server__MaxRequestBodyBytes on the server"));

    /// <summary>Writes a code and a message.</summary>
    public static async Task WriteAsync(HttpResponse response, int httpStatus, int code, string message)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new Status(code, message), ContractsJsonContext.Relaxed.Status);
        response.StatusCode = httpStatus;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        await response.BodyWriter.WriteAsync(json, response.HttpContext.RequestAborted);
    }

    private static int HttpStatusOf(int code) => code switch
    {
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition => StatusCodes.Status400BadRequest,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        _ => StatusCodes.Status500InternalServerError,
    };
}
