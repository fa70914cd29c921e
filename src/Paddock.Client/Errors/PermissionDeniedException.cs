namespace Paddock.Client.Errors;

/// <summary>403: the key is known and may not do this.</summary>
public sealed class PermissionDeniedException : PaddockApiException
{
    internal PermissionDeniedException(ApiFault fault)
        : base(fault)
    {
    }
}
