namespace Paddock.Client.Errors;

/// <summary>404: what was asked for does not exist, or not for this key.</summary>
public sealed class NotFoundException : PaddockApiException
{
    internal NotFoundException(ApiFault fault)
        : base(fault)
    {
    }
}
