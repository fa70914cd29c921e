using Paddock.Contracts.Functions;

namespace Paddock.Client.Errors;

/// <summary>Output was asked for, but the function gave none. Only helpers that read an output throw this; a call does not.</summary>
public sealed class ExecutionFailedException : PaddockException
{
    internal ExecutionFailedException(string message, ExecuteFunctionResponse response)
        : base(message) => Response = response;

    /// <summary>The whole answer.</summary>
    public ExecuteFunctionResponse Response { get; }
}
