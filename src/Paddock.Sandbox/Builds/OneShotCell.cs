using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Jails;

namespace Paddock.Sandbox.Builds;

/// <summary>A cell in a jail of its own, which is started for one job and goes with it.</summary>
internal sealed record OneShotCell
{
    /// <summary>What runs in it.</summary>
    public required RuntimeProgram Program { get; init; }

    /// <summary>The folder below <see cref="SandboxOptions.RuntimesDirectory"/> that holds <c>root</c> and <c>paddock</c>, such as <c>python-build</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>Folders of the host that the cell finds, read-only, at places that exist in its root.</summary>
    public IReadOnlyList<(string Source, string Target)> Binds { get; init; } = [];

    /// <summary>Environment variables besides those of every cell, as <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Memory of the cell; what it writes counts too.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Size of each of its scratch file systems.</summary>
    public required long ScratchBytes { get; init; }

    /// <summary>Most files in each of its scratch file systems.</summary>
    public required long ScratchFiles { get; init; }

    /// <summary>Most processes and threads.</summary>
    public required int MaxProcesses { get; init; }

    /// <summary>Takes its stdout; null: kept as of any cell.</summary>
    public IStreamSink? Stdout { get; init; }

    /// <summary>Takes its stderr; null: kept as of any cell.</summary>
    public IStreamSink? Stderr { get; init; }
}
