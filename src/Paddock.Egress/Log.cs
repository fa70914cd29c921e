using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Paddock.Egress;

/// <summary>Event ids 3000 to 3019. Next free: 3005.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Error, "A listener of execution {ExecutionId} broke")]
    public static partial void ListenerBroke(ILogger logger, string executionId, Exception exception);

    [LoggerMessage(3001, LogLevel.Debug, "A connection of execution {ExecutionId} could not be accepted: {Error}")]
    public static partial void NotAccepted(ILogger logger, string executionId, SocketError error);

    [LoggerMessage(3002, LogLevel.Error, "Connections of execution {ExecutionId} were still open {Seconds} s after their sockets had been closed")]
    public static partial void CloseTimedOut(ILogger logger, string executionId, double seconds);

    [LoggerMessage(3003, LogLevel.Error, "A request of execution {ExecutionId} failed with {Exception} {StackTrace}")]
    public static partial void RequestFailed(ILogger logger, string executionId, string exception, string? stackTrace);

    [LoggerMessage(3004, LogLevel.Error, "A connection of execution {ExecutionId} could not be served")]
    public static partial void ConnectionBroke(ILogger logger, string executionId, Exception exception);
}
