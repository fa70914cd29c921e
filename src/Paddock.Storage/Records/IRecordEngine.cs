using Paddock.Storage.Engines;

namespace Paddock.Storage.Records;

/// <summary>What an engine does in its own way with execution records.</summary>
internal interface IRecordEngine
{
    /// <summary>The table of executions, as a list of only those that failed reads it.</summary>
    string FailedExecutions { get; }

    /// <summary>Stores all rows that are not there yet.</summary>
    /// <returns>How many that were.</returns>
    Task<int> AddAsync(Session session, IReadOnlyList<ExecutionRow> rows);

    /// <summary>Gives back the space of what a step of pruning removed, if the engine does not do so by itself.</summary>
    Task AfterPruneAsync(Session session);
}
