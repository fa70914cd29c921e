namespace Paddock.Client.Errors;

/// <summary>400: the request is wrong; the message names the field, the value and the rule.</summary>
public sealed class BadRequestException : PaddockApiException
{
    internal BadRequestException(ApiFault fault)
        : base(fault)
    {
    }
}
