namespace Paddock.Server.Hosting;

/// <summary>Keeps the framework from logging a failed start, stack trace and all, besides the line that <see cref="ServerProcess"/> prints.</summary>
internal sealed class StartupLogFilter
{
    private volatile bool _complete;

    /// <summary>True once the server has started.</summary>
    public bool IsComplete => _complete;

    /// <summary>Lets everything through from now on.</summary>
    public void Complete() => _complete = true;

    /// <summary>Tells whether a message of the framework's host and server is to be logged.</summary>
    public bool Allows(LogLevel level) => _complete && level >= LogLevel.Warning;
}
