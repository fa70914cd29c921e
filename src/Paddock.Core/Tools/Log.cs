using Microsoft.Extensions.Logging;

namespace Paddock.Core.Tools;

/// <summary>Event ids 1300 to 1399. Next free: 1301.</summary>
internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Debug, "Call of a tool refused with code {Code}")]
    public static partial void Rejected(ILogger logger, int code);
}
