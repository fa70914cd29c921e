using Microsoft.Extensions.Logging;

namespace Paddock.Storage;

/// <summary>Event ids 4000 to 4019. Next free: 4004.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Brought {Place} from version {From} to {To}")]
    public static partial void Migrated(ILogger logger, string place, long from, long to);

    [LoggerMessage(4001, LogLevel.Information, "Made {Place}, the master key {MasterKeyId} that secrets are sealed under: keep a copy of it apart from the database")]
    public static partial void MasterKeyMade(ILogger logger, string place, string masterKeyId);

    [LoggerMessage(4002, LogLevel.Error, "{Count} secrets are sealed under the master key {MasterKeyId}, which is not in {Place}: they cannot be used before it is")]
    public static partial void SecretsSealedUnderOtherKey(ILogger logger, long count, string masterKeyId, string place);

    [LoggerMessage(4003, LogLevel.Error, "The master keys have changed and cannot be loaded, the former ones are used on: {Reason}")]
    public static partial void MasterKeysNotLoaded(ILogger logger, string reason);
}
