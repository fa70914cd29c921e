namespace Paddock.Sandbox.Jails;

/// <summary>What the server asks of a jail. Numbers as in native/include/protocol.h.</summary>
internal enum JailRequestKind : uint
{
    /// <summary>Make a cell under this number.</summary>
    Spawn = 1,

    /// <summary>Kill every process of the cell.</summary>
    Kill = 2,

    /// <summary>Set the cell's memory limit to the value, in bytes.</summary>
    LimitMemory = 3,

    /// <summary>Open the cell's door: the one request with ports instead of a value.</summary>
    Open = 4,
}
