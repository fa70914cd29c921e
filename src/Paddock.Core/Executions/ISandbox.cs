namespace Paddock.Core.Executions;

/// <summary>Runs one function or script in a cell of its own. Implemented by Paddock.Sandbox.</summary>
public interface ISandbox
{
    /// <summary>Runs <paramref name="execution"/> and reports how it ended. Whatever the code does is a value, never an exception.</summary>
    /// <param name="execution">What to run. The bytes of its input may be read only until this returns or throws.</param>
    /// <param name="cancellationToken">Cancelled when the caller has hung up: the cell is killed.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled before the run ended.</exception>
    ValueTask<SandboxOutcome> RunAsync(ExecutionJob execution, CancellationToken cancellationToken);

    /// <summary>The state of each isolation layer and pool, for <c>/health</c>.</summary>
    SandboxHealth GetHealth();

    /// <summary>What has been counted since the start, for <c>/metrics</c>.</summary>
    SandboxMetrics GetMetrics();
}
