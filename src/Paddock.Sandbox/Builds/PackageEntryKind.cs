namespace Paddock.Sandbox.Builds;

/// <summary>Kinds of entries in a package stream: docs/protocols/build.md.</summary>
internal enum PackageEntryKind
{
    /// <summary>The stream is complete; nothing follows.</summary>
    End = 0,

    /// <summary>A file of mode 0444.</summary>
    File = 1,

    /// <summary>A file of mode 0555.</summary>
    Executable = 2,

    /// <summary>What was resolved. Once.</summary>
    Lock = 3,

    /// <summary>Why there are no packages, in one sentence; in place of the end.</summary>
    Failure = 4,
}
