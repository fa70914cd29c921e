using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paddock.Core.Projects;
using Paddock.Core.Records;
using Paddock.Core.Requests;

namespace Paddock.Core.Executions;

/// <summary>The use case: check a script request, run it in the sandbox, turn its end into an answer.</summary>
public sealed class ScriptExecutor
{
    private readonly ScriptRequestParser _parser;
    private readonly ExecutionRunner _runner;
    private readonly ILogger<ScriptExecutor> _logger;

    /// <summary>Made once, by the container.</summary>
    internal ScriptExecutor(ExecutionRunner runner, IOptions<ExecutionsOptions> options, ILogger<ScriptExecutor> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _parser = new ScriptRequestParser(options.Value);
        _runner = runner;
        _logger = logger;
    }

    /// <summary>Executes the script described by <paramref name="body"/>.</summary>
    /// <param name="caller">Whose request it is.</param>
    /// <param name="body">The request body, UTF-8 JSON. It must not change before this returns.</param>
    /// <param name="cancellationToken">Cancelled when the caller has hung up.</param>
    /// <exception cref="OperationCanceledException">The caller has hung up.</exception>
    public async ValueTask<ExecutionAnswer> ExecuteAsync(Caller caller, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        Rejection? rejection = _parser.Parse(body, out ScriptRequest? request) ?? Unavailable(request!);
        if (rejection is not null)
        {
            Log.Rejected(_logger, rejection.Code);
            return ExecutionAnswer.Of(rejection);
        }

        return await _runner.RunAsync(new ExecutionOrigin(caller, ExecutionKind.Script, null, body), request!, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is well-formed, but not to be had here.</summary>
    private static Rejection? Unavailable(ScriptRequest request) => request.RuntimeRevisionId is { } revision ? Missing.RuntimeRevision(revision) : null;
}
