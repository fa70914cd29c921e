using Paddock.Core.Executions;

namespace Paddock.Sandbox.Builds;

/// <summary>Runs jobs in cells that share nothing with the pools: neither jail nor template nor the thread that serves their streams.</summary>
internal interface IOneShotCells
{
    /// <summary>Starts the jail, runs the job (its memory limit is the cell's; its time-out and its grant are the job's own) and ends the jail.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the cell is gone.</exception>
    Task<SandboxOutcome> RunAsync(OneShotCell cell, ExecutionJob job, CancellationToken cancellationToken);
}
