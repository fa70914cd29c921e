using Paddock.Core.Projects;
using Paddock.Core.Records;
using Paddock.Core.Secrets;

namespace Paddock.Core.Executions;

/// <summary>Where an execution comes from: what its record needs beside what happened.</summary>
/// <param name="Caller">Whose request it is.</param>
/// <param name="Kind">Which endpoint it came by.</param>
/// <param name="ToolId">The tool, when it is one; else null.</param>
/// <param name="Body">The request's body, UTF-8 JSON; it must not change before the execution is over.</param>
internal readonly record struct ExecutionOrigin(Caller Caller, ExecutionKind Kind, string? ToolId, ReadOnlyMemory<byte> Body)
{
    /// <summary>Stored secrets that the code is given, besides those of its hosts: they are to be seen in no record.</summary>
    public IReadOnlyList<Secret> Secrets { get; init; } = [];
}
