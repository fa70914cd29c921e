using System.Text.Json;
using Paddock.Client.Errors;
using Paddock.Client.Http;
using Paddock.Client.Json;
using Paddock.Contracts.Executions;
using Paddock.Contracts.Functions;
using Paddock.Contracts.Scripts;

namespace Paddock.Client.Resources;

/// <summary>Runs code: <c>client.Command</c>.</summary>
public sealed class CommandResource
{
    private readonly Transport _transport;

    internal CommandResource(Transport transport) => _transport = transport;

    /// <summary>Runs a script: <c>POST /v1/execute</c>.</summary>
    /// <param name="request">The script, its arguments and its stdin.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call, and the script with it.</param>
    /// <returns>Its exit code and what it printed, also when it failed.</returns>
    /// <exception cref="PaddockException">There is no such answer: see <see cref="PaddockApiException"/> and <see cref="ConnectionException"/>.</exception>
    public Task<ExecutionResult> ExecAsync(ExecuteRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(request, ClientJson.Context.ExecuteRequest);
        ApiCall call = ApiCall.Post("/v1/execute", body) with { ExecutionSeconds = request.Limits?.ExecutionTimeout };
        return _transport.SendAsync(call, ClientJson.Context.ExecutionResult, options, cancellationToken);
    }

    /// <summary>Runs a function: <c>POST /v1/execute-function</c>.</summary>
    /// <param name="request">The code that defines <c>execute</c>, and its input: <see cref="PaddockJson"/> makes one.</param>
    /// <param name="options">What is different for this call.</param>
    /// <param name="cancellationToken">Ends the call, and the function with it.</param>
    /// <returns>What it returned (<see cref="FunctionOutput"/> reads it), or how it failed.</returns>
    /// <exception cref="PaddockException">There is no such answer: see <see cref="PaddockApiException"/> and <see cref="ConnectionException"/>.</exception>
    public Task<ExecuteFunctionResponse> ExecFuncAsync(ExecuteFunctionRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(request, ClientJson.Context.ExecuteFunctionRequest);
        ApiCall call = ApiCall.Post("/v1/execute-function", body) with { ExecutionSeconds = request.Limits?.ExecutionTimeout };
        return _transport.SendAsync(call, ClientJson.Context.ExecuteFunctionResponse, options, cancellationToken);
    }
}
