namespace Paddock.Client.Errors;

/// <summary>A client cannot be made as it was asked for: no key, or an address or setting that cannot be used. The message names it and the way out.</summary>
public sealed class PaddockConfigurationException : PaddockException
{
    internal PaddockConfigurationException(string message)
        : base(message)
    {
    }
}
