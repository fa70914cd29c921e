namespace Paddock.Core.Records;

/// <summary>Which endpoint an execution came by.</summary>
public enum ExecutionKind
{
    /// <summary><c>POST /v1/execute-function</c>.</summary>
    Function,

    /// <summary><c>POST /v1/execute</c>.</summary>
    Script,

    /// <summary><c>POST /v1/tools/{id}/execute</c>.</summary>
    Tool,
}
