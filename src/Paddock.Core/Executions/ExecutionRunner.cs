using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paddock.Contracts.Ids;
using Paddock.Core.Grants;

namespace Paddock.Core.Executions;

/// <summary>What every use case that executes something shares: a grant, a cell, an answer.</summary>
internal sealed class ExecutionRunner(
    ISandbox sandbox, IEgress egress, IOptions<ExecutionsOptions> options, TimeProvider time, ILogger<ExecutionRunner> logger)
{
    private readonly ResponseMapper _mapper = new(options.Value);

    /// <summary>Runs <paramref name="request"/> under a new id.</summary>
    /// <exception cref="OperationCanceledException">The caller has hung up.</exception>
    public async ValueTask<ExecutionAnswer> RunAsync(ExecutionOrigin origin, IExecutionRequest request, CancellationToken cancellationToken)
    {
        DateTimeOffset started = time.GetUtcNow();
        string id = Ulid.Create(started);
        await using IGrant? grant = request.AllowedHosts.Count == 0 ? null : egress.Open(id, request.AllowedHosts);
        ExecutionJob job = request.ToJob(id, grant);
        SandboxOutcome outcome = await sandbox.RunAsync(job, cancellationToken).ConfigureAwait(false);
        if (outcome.Ending == Ending.SandboxFailed)
        {
            Log.SandboxFailed(logger, id, job.Language, outcome.Fault ?? "no reason was given");
        }
        else
        {
            Log.Ended(logger, id, job.Language, outcome.Ending, outcome.Duration.TotalMilliseconds);
        }

        try
        {
            GrantReport network = grant is null ? GrantReport.Empty : await grant.CloseAsync().ConfigureAwait(false);
            return _mapper.Map(job, outcome, network) with { Memory = outcome.Memory };
        }
        catch
        {
            outcome.Memory?.Dispose();
            throw;
        }
    }
}
