using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paddock.Contracts.Ids;
using Paddock.Core.Grants;
using Paddock.Core.Records;
using Paddock.Core.Requests;
using Paddock.Core.Secrets;

namespace Paddock.Core.Executions;

/// <summary>What every use case that executes something shares: stored secrets, a grant, a cell, an answer, a record.</summary>
internal sealed class ExecutionRunner(
    ISandbox sandbox,
    IEgress egress,
    SecretOpener secrets,
    ExecutionRecorder recorder,
    IOptions<ExecutionsOptions> options,
    TimeProvider time,
    ILogger<ExecutionRunner> logger)
{
    private readonly ResponseMapper _mapper = new(options.Value);

    /// <summary>Runs <paramref name="request"/> under a new id.</summary>
    /// <exception cref="OperationCanceledException">The caller has hung up.</exception>
    /// <exception cref="StorageException">The request names stored secrets, and the storage does not answer.</exception>
    public async ValueTask<ExecutionAnswer> RunAsync(ExecutionOrigin origin, IExecutionRequest request, CancellationToken cancellationToken)
    {
        Answer<IReadOnlyList<AllowedHost>> hosts = await secrets.FillInAsync(origin.Caller.ProjectId, request.AllowedHosts, cancellationToken).ConfigureAwait(false);
        return hosts.Rejection is { } rejection
            ? ExecutionAnswer.Of(rejection)
            : await RunAsync(origin, request, hosts.Value!, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ExecutionAnswer> RunAsync(
        ExecutionOrigin origin, IExecutionRequest request, IReadOnlyList<AllowedHost> hosts, CancellationToken cancellationToken)
    {
        DateTimeOffset started = time.GetUtcNow();
        string id = Ulid.Next(started);
        await using IGrant? grant = hosts.Count == 0 ? null : egress.Open(id, hosts);
        ExecutionJob job = request.ToJob(id, grant);
        EndedExecution Ended(ExecutionReply reply, GrantReport network) => new(origin, job.Language, started, hosts, reply, network);
        SandboxOutcome outcome;
        try
        {
            outcome = await sandbox.RunAsync(job, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Whoever hangs up must not get rid of the record of what ran by it.
            GrantReport network = grant is null ? GrantReport.Empty : await grant.CloseAsync().ConfigureAwait(false);
            await recorder.RecordAsync(Ended(ResponseMapper.Unanswered(id, time.GetUtcNow() - started, "the caller hung up, and the run was ended"), network)).ConfigureAwait(false);
            throw;
        }

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
            ExecutionAnswer answer = _mapper.Map(job, outcome, network) with { Memory = outcome.Memory };
            if (outcome.Ending != Ending.Busy)
            {
                ExecutionReply reply = answer.Reply ?? ResponseMapper.Unanswered(id, outcome.Duration, answer.Rejection!.Message);
                await recorder.RecordAsync(Ended(reply, network)).ConfigureAwait(false);
            }

            return answer;
        }
        catch
        {
            outcome.Memory?.Dispose();
            throw;
        }
    }
}
