using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paddock.Core.Projects;
using Paddock.Core.Records;
using Paddock.Core.Requests;
using Paddock.Core.Runtimes;

namespace Paddock.Core.Executions;

/// <summary>The use case: check a function request, run it in the sandbox, turn its end into an answer.</summary>
public sealed class FunctionExecutor
{
    private readonly FunctionRequestParser _parser;
    private readonly RevisionCatalog _catalog;
    private readonly ExecutionRunner _runner;
    private readonly ILogger<FunctionExecutor> _logger;

    /// <summary>Made once, by the container.</summary>
    internal FunctionExecutor(RevisionCatalog catalog, ExecutionRunner runner, IOptions<ExecutionsOptions> options, ILogger<FunctionExecutor> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _parser = new FunctionRequestParser(options.Value);
        _catalog = catalog;
        _runner = runner;
        _logger = logger;
    }

    /// <summary>Executes the function described by <paramref name="body"/>.</summary>
    /// <param name="caller">Whose request it is.</param>
    /// <param name="body">The request body, UTF-8 JSON. It must not change before this returns.</param>
    /// <param name="cancellationToken">Cancelled when the caller has hung up.</param>
    /// <exception cref="OperationCanceledException">The caller has hung up.</exception>
    /// <exception cref="StorageException">The request names what is stored, and the storage does not answer.</exception>
    public async ValueTask<ExecutionAnswer> ExecuteAsync(Caller caller, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (_parser.Parse(body, out FunctionRequest? request) is { } rejection)
        {
            return Refuse(rejection);
        }

        Answer<PackageSet> packages = await _catalog.ResolveAsync(caller.ProjectId, request!.RuntimeRevisionId, request.Language, cancellationToken).ConfigureAwait(false);
        if (packages.Rejection is { } unavailable)
        {
            return Refuse(unavailable);
        }

        ExecutionOrigin origin = new(caller, ExecutionKind.Function, null, body);
        return await _runner.RunAsync(origin, request with { Packages = packages.Value }, cancellationToken).ConfigureAwait(false);
    }

    private ExecutionAnswer Refuse(Rejection rejection)
    {
        Log.Rejected(_logger, rejection.Code);
        return ExecutionAnswer.Of(rejection);
    }
}
