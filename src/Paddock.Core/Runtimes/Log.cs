using Microsoft.Extensions.Logging;

namespace Paddock.Core.Runtimes;

/// <summary>Event ids 1400 to 1499. Next free: 1410.</summary>
internal static partial class Log
{
    [LoggerMessage(1400, LogLevel.Information, "Build of runtime revision {RevisionId} begins: attempt {Attempt}")]
    public static partial void Begins(ILogger logger, string revisionId, int attempt);

    [LoggerMessage(1401, LogLevel.Information, "Build of runtime revision {RevisionId} ended after {Seconds:F1} s: {Status}")]
    public static partial void Ended(ILogger logger, string revisionId, double seconds, string status);

    [LoggerMessage(1402, LogLevel.Error, "Build of runtime revision {RevisionId} failed by a fault of this server, at attempt {Attempt}: {Fault}")]
    public static partial void OurFault(ILogger logger, string revisionId, int attempt, string fault);

    [LoggerMessage(1403, LogLevel.Error, "Build of runtime revision {RevisionId} broke, which is a fault of Paddock")]
    public static partial void Broke(ILogger logger, string revisionId, Exception exception);

    [LoggerMessage(1404, LogLevel.Warning, "The storage did not take or give what the build queue needs, at attempt {Attempt}; it is asked again, and no revision is lost")]
    public static partial void StoreFailed(ILogger logger, int attempt, Exception exception);

    [LoggerMessage(1405, LogLevel.Warning, "Runtime revision {RevisionId} could not be put back into the queue at stop; the next start finds it")]
    public static partial void NotPutBack(ILogger logger, string revisionId, Exception exception);

    [LoggerMessage(1406, LogLevel.Warning, "Runtime revision {RevisionId} is built anew: its packages are gone, have changed, or were made for another interpreter")]
    public static partial void Rebuilds(ILogger logger, string revisionId);

    [LoggerMessage(1407, LogLevel.Warning, "Runtime revision {RevisionId} was being built when the server died, at attempt {Attempt}: it is {Status} now")]
    public static partial void FoundBuilding(ILogger logger, string revisionId, int attempt, string status);

    [LoggerMessage(1408, LogLevel.Warning, "Packages that no revision needs could not be removed; that is tried again within the hour")]
    public static partial void SweepFailed(ILogger logger, Exception exception);

    [LoggerMessage(1409, LogLevel.Error, "The build queue could not see to its revisions, which is a fault of Paddock; it tries again")]
    public static partial void HouseBroke(ILogger logger, Exception exception);
}
