namespace Paddock.Client.Errors;

/// <summary>What an answer that is not a success says.</summary>
/// <param name="Status">HTTP status, 300 to 599.</param>
/// <param name="Code">google.rpc.Code, when there is one.</param>
/// <param name="ServerMessage">The message of the body, or the body itself when it is something else.</param>
/// <param name="Headers">By name in any letter case.</param>
/// <param name="RetryAfter">How long the server wants to be left alone.</param>
internal sealed record ApiFault(int Status, int? Code, string? ServerMessage, IReadOnlyDictionary<string, string> Headers, TimeSpan? RetryAfter)
{
    /// <summary>For people: the status and what the server said.</summary>
    public string Message => ServerMessage is null ? $"{Status} status code (no body)" : $"{Status} {ServerMessage}";

    /// <summary>The exception that goes with the status.</summary>
    public PaddockApiException ToException() => Status switch
    {
        400 => new BadRequestException(this),
        401 => new AuthenticationException(this),
        403 => new PermissionDeniedException(this),
        404 => new NotFoundException(this),
        409 => new ConflictException(this),
        413 => new PayloadTooLargeException(this),
        422 => new UnprocessableEntityException(this),
        429 => new RateLimitException(this),
        >= 500 => new InternalServerException(this),
        _ => new UnexpectedStatusException(this),
    };
}
