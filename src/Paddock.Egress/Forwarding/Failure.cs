using System.Globalization;
using Microsoft.AspNetCore.Http;
using Paddock.Contracts.Errors;

namespace Paddock.Egress.Forwarding;

/// <summary>A request that came to nothing, through no fault of ours.</summary>
/// <param name="Status">What the code gets, 400 to 599.</param>
/// <param name="Reason">The end of a sentence that starts with the host.</param>
internal sealed record Failure(int Status, string Reason)
{
    /// <summary>The <see cref="StatusCode"/> that goes with the status.</summary>
    public int Code => CodeOf(Status);

    /// <summary>The <see cref="StatusCode"/> that goes with <paramref name="status"/>.</summary>
    public static int CodeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => StatusCode.InvalidArgument,
        StatusCodes.Status403Forbidden => StatusCode.PermissionDenied,
        _ => StatusCode.Unavailable,
    };

    /// <summary>Of a response with more bytes than the operator allows.</summary>
    public static Failure TooLong(long limit) => new(
        StatusCodes.Status502BadGateway,
        string.Create(CultureInfo.InvariantCulture, $"answered with more than the {limit} bytes that a response may have here (Egress__MaxResponseBytes)"));
}
