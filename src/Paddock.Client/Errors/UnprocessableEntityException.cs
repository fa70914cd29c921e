namespace Paddock.Client.Errors;

/// <summary>422: the request is well formed and cannot be followed. Paddock says 400 instead.</summary>
public sealed class UnprocessableEntityException : PaddockApiException
{
    internal UnprocessableEntityException(ApiFault fault)
        : base(fault)
    {
    }
}
