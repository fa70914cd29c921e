namespace Paddock.Server.Http;

/// <summary>Event ids 2000 to 2099. Next free: 2003.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Debug, "A caller hung up")]
    public static partial void HungUp(ILogger logger);

    [LoggerMessage(2001, LogLevel.Debug, "A body could not be read: HTTP {Status}")]
    public static partial void BadRequest(ILogger logger, int status);

    [LoggerMessage(2002, LogLevel.Error, "Request {RequestId} failed")]
    public static partial void Unhandled(ILogger logger, string requestId, Exception exception);
}
