using Paddock.Core.Grants;
using Paddock.Core.Runtimes;

namespace Paddock.Core.Executions;

/// <summary>One validated call of a function, or one validated script, ready for the sandbox.</summary>
public sealed record ExecutionJob
{
    /// <summary>ULID of the execution.</summary>
    public required string Id { get; init; }

    /// <summary>The language of <see cref="Code"/>.</summary>
    public required Language Language { get; init; }

    /// <summary>Source text: of a script, or of a module that defines <c>execute</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The argument of <c>execute</c> as checked UTF-8 JSON; <c>null</c> (four bytes) when the caller sent none. Empty for a script.</summary>
    public required ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>What a script starts with; null when this is the call of a function.</summary>
    public ScriptInput? Script { get; init; }

    /// <summary>Environment variables added to the cell's own; later entries win.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Files written under <c>/mnt/req</c> before the code starts.</summary>
    public IReadOnlyList<InputFile> Files { get; init; } = [];

    /// <summary>Limits of this execution.</summary>
    public required ExecutionLimits Limits { get; init; }

    /// <summary>The revision it runs on; null: the plain runtime.</summary>
    public PackageSet? Packages { get; init; }

    /// <summary>What it may reach over the network; null: nothing.</summary>
    internal IGrant? Grant { get; init; }
}
