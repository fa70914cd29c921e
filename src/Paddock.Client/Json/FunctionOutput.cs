using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Paddock.Client.Errors;
using Paddock.Contracts.Functions;

namespace Paddock.Client.Json;

/// <summary>Reads what a function returned.</summary>
public static class FunctionOutput
{
    /// <summary>Checks that the function returned JSON, or nothing.</summary>
    /// <param name="response">The answer of <c>ExecFuncAsync</c> or <c>Tools.ExecAsync</c>.</param>
    /// <returns><paramref name="response"/>.</returns>
    /// <exception cref="ExecutionFailedException">It did not; the message has the exit code and the end of stderr.</exception>
    public static ExecuteFunctionResponse EnsureValid(this ExecuteFunctionResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (response.OutputStatus == OutputStatuses.Valid)
        {
            return response;
        }

        string stderr = response.Execution.Stderr.TrimEnd();
        string said = stderr[(stderr.LastIndexOf('\n') + 1)..];
        throw new ExecutionFailedException(
            $"execution {response.Execution.Id} ended with output status {response.OutputStatus} and exit code {response.Execution.ExitCode}{(said.Length == 0 ? "" : $": {said}")}", response);
    }

    /// <summary>Reads what the function returned as a .NET value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="response">The answer of <c>ExecFuncAsync</c> or <c>Tools.ExecAsync</c>.</param>
    /// <param name="type">How to read it, from a <see cref="System.Text.Json.Serialization.JsonSerializerContext"/>: <c>MyContext.Default.Total</c>.</param>
    /// <returns>Null when it returned nothing.</returns>
    /// <exception cref="ExecutionFailedException">It returned nothing that is JSON.</exception>
    /// <exception cref="JsonException">What it returned is no <typeparamref name="T"/>.</exception>
    public static T? ReadOutput<T>(this ExecuteFunctionResponse response, JsonTypeInfo<T> type) => response.EnsureValid().Output.Deserialize(type);

    /// <summary>Reads what the function returned as a node.</summary>
    /// <param name="response">The answer of <c>ExecFuncAsync</c> or <c>Tools.ExecAsync</c>.</param>
    /// <returns>Null when it returned nothing.</returns>
    /// <exception cref="ExecutionFailedException">It returned nothing that is JSON.</exception>
    public static JsonNode? ReadOutputNode(this ExecuteFunctionResponse response) => PaddockJson.ToNode(response.EnsureValid().Output);
}
