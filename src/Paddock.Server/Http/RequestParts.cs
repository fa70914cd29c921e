namespace Paddock.Server.Http;

/// <summary>Short ways to what stands in a request's target.</summary>
internal static class RequestParts
{
    /// <summary>The <c>id</c> in the path, as it was sent.</summary>
    public static string PathId(this HttpContext context) => (string)context.Request.RouteValues["id"]!;

    /// <summary>A parameter of the query; of several with one name the last; null when there is none.</summary>
    public static string? QueryValue(this HttpContext context, string name) => context.Request.Query[name] is { Count: > 0 } values ? values[^1] : null;
}
