using Paddock.Core.Executions;
using Paddock.Core.Grants;

namespace Paddock.Core.Tools;

/// <summary>A checked request to execute a tool. <see cref="Input"/> is a part of the request's body.</summary>
internal sealed record ToolCall
{
    /// <summary>The revision to run; null: the current one.</summary>
    public required string? RevisionId { get; init; }

    public required ReadOnlyMemory<byte> Input { get; init; }

    public required IReadOnlyList<ToolVariable> Variables { get; init; }

    public required IReadOnlyList<InputFile> Files { get; init; }

    public required ExecutionLimits Limits { get; init; }

    public required IReadOnlyList<AllowedHost> AllowedHosts { get; init; }
}
