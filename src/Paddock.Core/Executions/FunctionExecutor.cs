using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paddock.Contracts.Errors;
using Paddock.Contracts.Ids;
using Paddock.Core.Grants;
using Paddock.Core.Requests;

namespace Paddock.Core.Executions;

/// <summary>The use case: check a request, run it in the sandbox, turn its end into an answer.</summary>
public sealed class FunctionExecutor
{
    private readonly FunctionRequestParser _parser;
    private readonly ResponseMapper _mapper;
    private readonly ISandbox _sandbox;
    private readonly IEgress _egress;
    private readonly TimeProvider _time;
    private readonly ILogger<FunctionExecutor> _logger;

    /// <summary>Made once, by the container.</summary>
    internal FunctionExecutor(ISandbox sandbox, IEgress egress, IOptions<ExecutionsOptions> options, TimeProvider time, ILogger<FunctionExecutor> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _parser = new FunctionRequestParser(options.Value);
        _mapper = new ResponseMapper(options.Value);
        _sandbox = sandbox;
        _egress = egress;
        _time = time;
        _logger = logger;
    }

    /// <summary>Executes the function described by <paramref name="body"/>.</summary>
    /// <param name="body">The request body, UTF-8 JSON. It must not change before this returns.</param>
    /// <param name="cancellationToken">Cancelled when the caller has hung up.</param>
    /// <exception cref="OperationCanceledException">The caller has hung up.</exception>
    public async ValueTask<FunctionAnswer> ExecuteAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        Rejection? rejection = _parser.Parse(body, out FunctionRequest? request) ?? Unavailable(request!);
        if (rejection is not null)
        {
            Log.Rejected(_logger, rejection.Code);
            return FunctionAnswer.Of(rejection);
        }

        string id = Ulid.Create(_time.GetUtcNow());
        await using IGrant? grant = request!.AllowedHosts.Count == 0 ? null : _egress.Open(id, request.AllowedHosts);
        FunctionExecution execution = request.ToExecution(id, grant);
        SandboxOutcome outcome = await _sandbox.RunAsync(execution, cancellationToken).ConfigureAwait(false);
        if (outcome.Ending == Ending.SandboxFailed)
        {
            Log.SandboxFailed(_logger, execution.Id, execution.Language, outcome.Fault ?? "no reason was given");
        }
        else
        {
            Log.Ended(_logger, execution.Id, execution.Language, outcome.Ending, outcome.Duration.TotalMilliseconds);
        }

        try
        {
            GrantReport network = grant is null ? GrantReport.Empty : await grant.CloseAsync().ConfigureAwait(false);
            return _mapper.Map(execution, outcome, network) with { Memory = outcome.Memory };
        }
        catch
        {
            outcome.Memory?.Dispose();
            throw;
        }
    }

    /// <summary>What is well-formed, but not to be had here.</summary>
    private static Rejection? Unavailable(FunctionRequest request) => request.RuntimeRevisionId is { } revision
        ? new Rejection(StatusCode.NotFound, $"runtime revision {Show.Text(revision)} was not found")
        : null;
}
