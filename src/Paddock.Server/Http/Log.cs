namespace Paddock.Server.Http;

/// <summary>Event ids 5000 to 5099. Next free: 5004.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Debug, "A caller hung up")]
    public static partial void HungUp(ILogger logger);

    [LoggerMessage(5001, LogLevel.Debug, "A body could not be read: HTTP {Status}")]
    public static partial void BadRequest(ILogger logger, int status);

    [LoggerMessage(5002, LogLevel.Error, "Request {RequestId} failed")]
    public static partial void Unhandled(ILogger logger, string requestId, Exception exception);

    [LoggerMessage(5003, LogLevel.Error, "Request {RequestId} failed because its database did: {Reason}")]
    public static partial void StorageFailed(ILogger logger, string requestId, string reason);
}
