namespace Paddock.Client.Errors;

/// <summary>409: the request does not go with the present state.</summary>
public sealed class ConflictException : PaddockApiException
{
    internal ConflictException(ApiFault fault)
        : base(fault)
    {
    }
}
