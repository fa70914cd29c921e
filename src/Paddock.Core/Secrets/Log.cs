using Microsoft.Extensions.Logging;

namespace Paddock.Core.Secrets;

/// <summary>Event ids 1100 to 1199. Next free: 1101.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1100,
        LogLevel.Error,
        "Secret {SecretId} cannot be opened: it was sealed under master key {MasterKeyId}, which is not the one of this server, or it is damaged. Start the server with the key it was sealed under, or have the secret created anew")]
    public static partial void CannotOpen(ILogger logger, string secretId, string masterKeyId);
}
