namespace Paddock.Client.Errors;

/// <summary>Any other status, such as a redirect, which is not followed.</summary>
public sealed class UnexpectedStatusException : PaddockApiException
{
    internal UnexpectedStatusException(ApiFault fault)
        : base(fault)
    {
    }
}
