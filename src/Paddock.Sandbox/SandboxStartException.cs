namespace Paddock.Sandbox;

/// <summary>The sandbox cannot be had on this machine as it is. The message says why and is meant for the operator.</summary>
public sealed class SandboxStartException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="pool">The pool that could not start.</param>
    /// <param name="reason">What failed.</param>
    public SandboxStartException(string pool, string reason)
        : base($"the {pool} pool cannot start: {reason}")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing and how to mend it.</param>
    public SandboxStartException(string message)
        : base(message)
    {
    }
}
