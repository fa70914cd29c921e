namespace Paddock.Core;

/// <summary>
/// What a store throws when the database fails: nothing that a caller did. Its message is for the log and never leaves the process; it holds no password and
/// nothing that is stored.
/// </summary>
public sealed class StorageException : Exception
{
    /// <summary>A failure that says nothing; prefer the others.</summary>
    public StorageException()
    {
    }

    /// <summary>A failure that will not pass by itself.</summary>
    public StorageException(string message)
        : base(message)
    {
    }

    /// <summary>A failure that will not pass by itself, because of another error.</summary>
    public StorageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A failure of either kind.</summary>
    public StorageException(string message, bool isTransient, Exception? innerException)
        : base(message, innerException) => IsTransient = isTransient;

    /// <summary>Whether the same call may succeed later although nobody changes the request or the program: the answer is 503 then, else 500.</summary>
    public bool IsTransient { get; }
}
