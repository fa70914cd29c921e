namespace Paddock.Server.Http;

/// <summary>Short ways to what stands in a request's target.</summary>
internal static class RequestParts
{
    /// <summary>The <c>id</c> in the path, as it was sent.</summary>
    public static string PathId(this HttpContext context) => context.PathValue("id");

    /// <summary>Any other part of the path that has a name, as it was sent.</summary>
    public static string PathValue(this HttpContext context, string name) => (string)context.Request.RouteValues[name]!;

    /// <summary>A parameter of the query; of several with one name the last; null when there is none.</summary>
    public static string? QueryValue(this HttpContext context, string name) => context.Request.Query[name] is { Count: > 0 } values ? values[^1] : null;
}
