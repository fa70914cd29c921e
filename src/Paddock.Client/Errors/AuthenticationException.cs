namespace Paddock.Client.Errors;

/// <summary>401: there is no such key.</summary>
public sealed class AuthenticationException : PaddockApiException
{
    internal AuthenticationException(ApiFault fault)
        : base(fault)
    {
    }
}
