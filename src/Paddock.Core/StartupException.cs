namespace Paddock.Core;

/// <summary>A refusal to start. Its message is all that the operator gets to see: it says what is wrong and how to mend it.</summary>
public sealed class StartupException : Exception
{
    /// <summary>Refuses to start without saying why; prefer the others.</summary>
    public StartupException()
    {
    }

    /// <summary>Refuses to start.</summary>
    public StartupException(string message)
        : base(message)
    {
    }

    /// <summary>Refuses to start because of another error.</summary>
    public StartupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
