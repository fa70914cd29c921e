namespace Paddock.Sandbox.Jails;

/// <summary>What a jail reports. Numbers as in native/include/protocol.h.</summary>
internal enum JailReportKind : uint
{
    /// <summary>The template is warm.</summary>
    Up = 1,

    /// <summary>A cell is caged and waits for its job; its descriptors come with the message.</summary>
    Ready = 2,

    /// <summary>A cell is gone with all its processes.</summary>
    Ended = 3,

    /// <summary>A cell could not be made, or (cell 0) the jail or its template is broken.</summary>
    Failed = 4,

    /// <summary>The answer to <see cref="JailRequestKind.LimitMemory"/>.</summary>
    Limited = 5,

    /// <summary>One socket of a cell's door; its descriptor comes with the message.</summary>
    Listening = 6,

    /// <summary>The answer to <see cref="JailRequestKind.Open"/>, after the last <see cref="Listening"/>.</summary>
    Opened = 7,
}
