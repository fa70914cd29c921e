using Paddock.Sandbox.Cells;

namespace Paddock.Sandbox.Jails;

/// <summary>What sets one jail apart from another.</summary>
internal sealed record JailSpec
{
    /// <summary>Names its control groups.</summary>
    public required string Name { get; init; }

    /// <summary>What runs in its cells.</summary>
    public required RuntimeProgram Program { get; init; }

    /// <summary>The folder below <see cref="SandboxOptions.RuntimesDirectory"/> that holds <c>root</c> and <c>paddock</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>As root: how far its uid is above <see cref="SandboxOptions.FirstUid"/>. No two jails that live at the same time may share one, but for those of one pool.</summary>
    public required int UidOffset { get; init; }

    /// <summary>Memory limit of a new cell.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Most processes and threads of a cell.</summary>
    public required int MaxProcesses { get; init; }

    /// <summary>Size of each scratch file system of a cell.</summary>
    public required long ScratchBytes { get; init; }

    /// <summary>Most files in each scratch file system of a cell.</summary>
    public required long ScratchFiles { get; init; }

    /// <summary>Folders of the host that are found, read-only, at places that exist in the root.</summary>
    public IReadOnlyList<(string Source, string Target)> Binds { get; init; } = [];

    /// <summary>Files with these contents, in place of those of the root.</summary>
    public IReadOnlyList<(string Target, string Contents)> Files { get; init; } = [];

    /// <summary>Environment variables besides those of every cell and of the program.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Whether what its template prints is dropped: it runs code of a user before it serves.</summary>
    public bool IsMute { get; init; }

    /// <summary>Takes what its cells print to stdout; null: memory does.</summary>
    public IStreamSink? Stdout { get; init; }

    /// <summary>Takes what its cells print to stderr; null: memory does.</summary>
    public IStreamSink? Stderr { get; init; }
}
