using Paddock.Core.Grants;

namespace Paddock.Core.Executions;

/// <summary>A checked request of any kind that can be executed.</summary>
internal interface IExecutionRequest
{
    /// <summary>What it may reach over the network; empty: nothing.</summary>
    IReadOnlyList<AllowedHost> AllowedHosts { get; }

    /// <summary>Makes the job.</summary>
    /// <param name="id">ULID of the execution.</param>
    /// <param name="grant">What was opened for <see cref="AllowedHosts"/>, null when there are none.</param>
    ExecutionJob ToJob(string id, IGrant? grant);
}
