namespace Paddock.Client.Errors;

/// <summary>413: the body is larger than the server takes.</summary>
public sealed class PayloadTooLargeException : PaddockApiException
{
    internal PayloadTooLargeException(ApiFault fault)
        : base(fault)
    {
    }
}
