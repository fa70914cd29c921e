using Microsoft.Extensions.Logging;

namespace Paddock.Core.Records;

/// <summary>Event ids 1200 to 1299. Next free: 1207.</summary>
internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Warning, "{Count} execution records could not be stored at attempt {Attempt}; they are tried again")]
    public static partial void StoreFailed(ILogger logger, int count, int attempt, Exception exception);

    [LoggerMessage(1201, LogLevel.Error, "{Count} execution records are LOST: the storage refused them {Attempts} times. Their callers have their answers")]
    public static partial void StoreGaveUp(ILogger logger, int count, int attempts, Exception exception);

    [LoggerMessage(1202, LogLevel.Error, "{Count} execution records are LOST since the last such message: those that wait to be stored fill Paddock__Records__MaxBacklogBytes. Their callers have their answers")]
    public static partial void BacklogFull(ILogger logger, long count);

    [LoggerMessage(1203, LogLevel.Error, "The record of execution {ExecutionId} could not be made and is LOST, which is a fault of Paddock: {Fault} {Place}")]
    public static partial void NotMade(ILogger logger, string executionId, string fault, string? place);

    [LoggerMessage(1204, LogLevel.Error, "The server stops and {Count} execution records are LOST: the storage did not take them in {Seconds} s")]
    public static partial void LostAtStop(ILogger logger, long count, double seconds);

    [LoggerMessage(1205, LogLevel.Information, "{Count} execution records were removed: they were older than Paddock__Records__RetentionDays, or more than Paddock__Records__MaxRecords")]
    public static partial void Pruned(ILogger logger, long count);

    [LoggerMessage(1206, LogLevel.Warning, "Old execution records could not be removed; that is tried again within the hour")]
    public static partial void PruneFailed(ILogger logger, Exception exception);
}
