using Microsoft.Extensions.Logging;

namespace Paddock.Core.Executions;

/// <summary>Event ids 1000 to 1099. Next free: 1003.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Debug, "Request refused with code {Code}")]
    public static partial void Rejected(ILogger logger, int code);

    [LoggerMessage(1001, LogLevel.Debug, "Execution {ExecutionId} ({Language}) ended: {Ending} after {Milliseconds} ms")]
    public static partial void Ended(ILogger logger, string executionId, Language language, Ending ending, double milliseconds);

    [LoggerMessage(1002, LogLevel.Error, "Execution {ExecutionId} ({Language}) got no cell: {Fault}")]
    public static partial void SandboxFailed(ILogger logger, string executionId, Language language, string fault);
}
