namespace Paddock.Sandbox.Cells;

/// <summary>How far the result frame has come.</summary>
internal enum FrameState
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>The whole payload is there.</summary>
    Complete,

    /// <summary>It announces more than the cap.</summary>
    TooLarge,

    /// <summary>It is not a result frame.</summary>
    Broken,

    /// <summary>The cell closed its end without sending a whole frame.</summary>
    Closed,
}
