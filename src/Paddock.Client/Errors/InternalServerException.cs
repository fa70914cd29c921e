namespace Paddock.Client.Errors;

/// <summary>500 and above: the server's fault, or it is not ready.</summary>
public sealed class InternalServerException : PaddockApiException
{
    internal InternalServerException(ApiFault fault)
        : base(fault)
    {
    }
}
