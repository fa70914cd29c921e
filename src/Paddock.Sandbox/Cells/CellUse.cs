namespace Paddock.Sandbox.Cells;

/// <summary>What a pool does with a cell. Guarded by the pool's lock.</summary>
internal enum CellUse
{
    /// <summary>Waits for a job.</summary>
    Ready,

    /// <summary>Has been given to a request.</summary>
    Running,

    /// <summary>Is being killed.</summary>
    Ending,
}
